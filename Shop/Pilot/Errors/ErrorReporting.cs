using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.Pilot.Errors;

public static class ErrorReporting
{
    /// <summary>Reports this host's errors. One with a database writes them itself.</summary>
    public static void AddErrorReporting<TSink>(this IServiceCollection services) where TSink : class, IIncidentSink
    {
        services.AddOptions<IntakeOptions>()
            .BindConfiguration(IntakeOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TSink>();
        services.AddSingleton<IIncidentSink>(provider => provider.GetRequiredService<TSink>());
        services.AddHostedService<ErrorReporter>();
    }
}
