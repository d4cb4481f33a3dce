using Shop.Tasks;
using Shop.Tickets;

namespace Shop.Worker.Tickets;

static class TicketWork
{
    public static void AddTicketWork(this IServiceCollection services, IConfiguration configuration)
    {
        // A shop that sells no tickets has none to import.
        if (!services.AddTickets(configuration))
            return;
        services.AddScoped<ITaskRunner, ImportTickets>();
        services.AddScheduled<ScheduleImport>();
        services.AddScheduled<DeriveChanges>();
    }
}
