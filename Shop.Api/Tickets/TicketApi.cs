using Shop.Tickets.Import;

namespace Shop.Api.Tickets;

static class TicketApi
{
    public static void AddTickets(this IHostApplicationBuilder builder)
    {
        builder.Services.AddTicketWebhooks(builder.Configuration);
        builder.Services.AddTicketSales();
    }

    public static void MapTickets(this WebApplication routes)
    {
        routes.MapTicketFreshness("/api/health/freshness");
        routes.MapTicketWebhooks();
        routes.MapTicketSales();
    }
}
