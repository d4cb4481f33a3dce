using System.Text.Json;
using Shop.Tasks;
using Shop.Tickets.Import;

namespace Shop.Worker.Tickets;

sealed class ImportTickets(TicketImport import) : ITaskRunner
{
    public string Kind => TicketImport.TaskKind;

    public async Task<string> RunAsync(ScheduledTask task, CancellationToken ct) =>
        JsonSerializer.Serialize(await import.RunAsync(new(), ct), TicketImportJson.Default.ImportResult);
}
