using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Limits how long a stopping host waits for its collector. Otherwise the providers are disposed one after the other,
/// each with a timeout of seconds: a host took 14 s to exit while its collector hung. A working collector needs
/// milliseconds. A collector that is still starting delays the migrations, and with them every host.
/// </summary>
sealed class TelemetryShutdown(
    IHostApplicationLifetime host, TracerProvider traces, MeterProvider metrics, LoggerProvider logs, TimeProvider time)
    : BackgroundService
{
    static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(400);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        host.ApplicationStopped.Register(() =>
        {
            var started = time.GetTimestamp();
            traces.Shutdown(Left());
            logs.Shutdown(Left());
            metrics.Shutdown(Left());

            int Left() => (int)Math.Max(0, (Timeout - time.GetElapsedTime(started)).TotalMilliseconds);
        });
        return Task.CompletedTask;
    }
}
