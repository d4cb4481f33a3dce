using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// The exporters retry until their own timeout of 10 s each, one after the other, which a host would spend on a collector that left before it did.
/// Here they end together, and soon: a collector that is there takes milliseconds.
/// </summary>
sealed class TelemetryFlush(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedLifecycleService
{
    const int Milliseconds = 400;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var flushed = Task.WhenAll(
            Task.Run(() => traces.Shutdown(Milliseconds), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(Milliseconds), CancellationToken.None),
            Task.Run(() => logs.Shutdown(Milliseconds), CancellationToken.None));
        await Task.WhenAny(flushed, Task.Delay(Milliseconds, CancellationToken.None));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
