using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Pilot.Health;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

public static class ReportServices
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddOptions<ReportOptions>()
            .BindConfiguration(ReportOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<LimitOptions>()
            .BindConfiguration(LimitOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestStore>();
        services.TryAddSingleton<HealthStore>();
        services.AddSingleton<FiguresStore>();
        services.AddSingleton<ReportStore>();
    }
}
