using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Messaging;

/// <summary>
/// Deletes old inbox ids and replayed dead letters. Redeliveries happen within hours, so after a month nothing needs
/// them.
/// </summary>
sealed class PruneMessages(DeadLetters letters) : IScheduledWork
{
    const int Batch = 5000;

    static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    public static string Name => "messaging.prune";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken ct) => letters.PruneAsync(Retention, Batch, ct);
}
