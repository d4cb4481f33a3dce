using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Messaging;

/// <summary>
/// Deletes old inbox ids and replayed dead letters, and answers kept for idempotency keys. Redeliveries happen within
/// hours, so after a month nothing needs them.
/// </summary>
sealed class PruneMessages(DeadLetters letters, Answers answers) : IScheduledWork
{
    const int Batch = 5000;

    static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    public static string Name => "messaging.prune";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await letters.PruneAsync(Retention, Batch, ct);
        await answers.PruneAsync(Batch, ct);
    }
}
