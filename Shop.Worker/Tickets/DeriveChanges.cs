using Shop.Tasks;
using Shop.Tickets.Import;

namespace Shop.Worker.Tickets;

/// <summary>What webhooks have brought gets into facts and marts within seconds.</summary>
sealed class DeriveChanges(TicketImport import) : IScheduledWork
{
    public static string Name => "tickets.derive_changes";

    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    public Task RunAsync(CancellationToken ct) => import.DeriveChangesAsync(ct);
}
