using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Limits how long a host that stops waits for its collector. The providers are otherwise disposed one after the other,
/// each with seconds of patience: a host took 14 s to exit while its collector hung. A collector that works needs
/// milliseconds.
/// </summary>
sealed class TelemetryShutdown(
    IHostApplicationLifetime host, TracerProvider traces, MeterProvider metrics, LoggerProvider logs)
    : BackgroundService
{
    const int TimeoutMilliseconds = 400;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        host.ApplicationStopped.Register(() =>
        {
            traces.Shutdown(TimeoutMilliseconds);
            metrics.Shutdown(TimeoutMilliseconds);
            logs.Shutdown(TimeoutMilliseconds);
        });
        return Task.CompletedTask;
    }
}
