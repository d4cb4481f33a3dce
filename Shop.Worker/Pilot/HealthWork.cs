using Shop.Pilot.Health;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

static class HealthWork
{
    public static void AddHealthWork(this IServiceCollection services)
    {
        services.AddOptions<CheckOptions>()
            .BindConfiguration(CheckOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<HealthStore>();
        services.AddSingleton<InsideChecks>();
        services.AddSingleton<TicketSalesChecks>();
        services.AddScoped<CheckRun>();
        services.AddScheduled<CheckShop>();
    }
}
