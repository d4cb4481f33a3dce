using Microsoft.Extensions.Options;
using Shop.Tasks;
using Shop.Tickets.Import;

namespace Shop.Worker.Tickets;

/// <summary>Requests an import of tickets as an ordinary task, which has retries and a status.</summary>
sealed class ScheduleImport(TaskStore tasks, IOptions<TicketImportOptions> options) : IScheduledWork
{
    public static string Name => TicketImport.TaskKind;

    public TimeSpan Interval => options.Value.Interval;

    public Task RunAsync(CancellationToken ct) => tasks.RequestAsync(TicketImport.TaskKind, null, "{}", ct);
}
