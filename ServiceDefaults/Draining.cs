using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long a host that was told to stop still accepts requests, while its /ready is 503, so that the load
    /// balancer notices before connections are refused. Five seconds in a deployment.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan DrainTime { get; set; }
}

/// <summary>
/// A load balancer takes a replica out of rotation at about the same time as the replica gets SIGTERM, and requests
/// that it sends meanwhile must not fail.
/// </summary>
sealed class Draining(IHostApplicationLifetime host, IOptions<ShutdownOptions> options, TimeProvider time)
    : IHostedLifecycleService, IHealthCheck
{
    /// <summary>The health check is about the replica and no server: /ready has it, /health does not.</summary>
    public const string Name = "accepting";

    /// <summary>The checks of /ready.</summary>
    public const string ReadyTag = "ready";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The host is stopping.")
            : HealthCheckResult.Healthy());

    // Before any service stops, Kestrel included.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.DrainTime > TimeSpan.Zero)
            await Task.Delay(options.Value.DrainTime, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

static class DrainingServices
{
    public static void AddDraining(this IServiceCollection services)
    {
        services.AddOptions<ShutdownOptions>()
            .BindConfiguration(ShutdownOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddHealthChecks().AddCheck<Draining>(Draining.Name, tags: [Draining.ReadyTag]);
    }
}
