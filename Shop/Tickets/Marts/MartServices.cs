using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Tickets.Checks;
using Shop.Tickets.Facts;
using Shop.Tickets.Freshness;
using Shop.Tickets.Plans;

namespace Shop.Tickets.Marts;

public static class MartServices
{
    /// <summary>Derives, checks and reads the facts and marts of ticket sales.</summary>
    public static void AddTicketMarts(this IServiceCollection services)
    {
        services.AddOptions<TicketFreshnessOptions>()
            .BindConfiguration(TicketFreshnessOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.Limits.All(limit => limit.Warning <= limit.Error),
                $"In {TicketFreshnessOptions.Section}, no Warning may be longer than its Error.")
            .ValidateOnStart();
        services.AddOptions<TicketCheckOptions>()
            .BindConfiguration(TicketCheckOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TicketChecks>();
        services.TryAddSingleton<TicketFreshness>();
        services.TryAddSingleton<SalesQueries>();
        services.TryAddSingleton<TicketRuns>();
        services.TryAddSingleton<PlanStore>();
        services.TryAddSingleton<AdvertisingStore>();
        services.TryAddSingleton<TicketDerivation>();
        services.TryAddSingleton<ITicketDerivation>(provider => provider.GetRequiredService<TicketDerivation>());
    }
}
