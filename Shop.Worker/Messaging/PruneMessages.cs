using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Messaging;

/// <summary>A message that comes again does so within hours; what is remembered of it after a month only takes space.</summary>
sealed class PruneMessages(DeadLetters letters) : IScheduledWork
{
    const int Batch = 5000;

    static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    public static string Name => "messaging.prune";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken ct) => letters.PruneAsync(Memory, Batch, ct);
}
