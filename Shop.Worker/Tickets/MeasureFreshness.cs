using Shop.Tasks;
using Shop.Tickets.Freshness;
using Shop.Tickets.Marts;

namespace Shop.Worker.Tickets;

/// <summary>The metrics of how old ticket sales are.</summary>
sealed class MeasureFreshness(TicketFreshness freshness) : IScheduledWork
{
    public static string Name => "tickets.measure_freshness";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken ct) => freshness.MeasureAsync(ct);
}

static class MartWork
{
    public static void AddTicketMartWork(this IServiceCollection services)
    {
        services.AddTicketMarts();
        services.AddScheduled<MeasureFreshness>();
    }
}
