using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Tickets.Import;
using Shop.Tickets.Marts;

namespace Shop.Tickets;

public static class TicketServices
{
    /// <summary>
    /// Everything that an import and what follows it needs. False when the shop has no account with QTickets.
    /// </summary>
    public static bool AddTickets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTicketMarts();
        return services.AddTicketImport(configuration);
    }
}
