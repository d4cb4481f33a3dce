using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using Shop;

namespace ServiceDefaults;

public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>
    /// The port of `GET /metrics`, which no ingress may expose. Without it there are no metrics for Prometheus.
    /// </summary>
    [Range(1, 65535)]
    public int? Port { get; set; }

    /// <summary>
    /// Whether only this machine reaches it. A deployment sets `false`, because there Prometheus runs in another
    /// container.
    /// </summary>
    public bool LoopbackOnly { get; set; } = true;
}

/// <summary>
/// Serves <c>GET /metrics</c> on a port of its own, without a second host: no scrape is among the measured requests,
/// and nothing that the public port serves is reachable here, nor the reverse.
/// </summary>
sealed partial class MetricsServer(
    IServiceProvider services,
    MeterProvider meters,
    IEnumerable<IScrapedSource> sources,
    IOptions<MetricsOptions> options,
    ILoggerFactory loggers,
    ILogger<MetricsServer> logger) : BackgroundService, IHttpApplication<HttpContext>
{
    // A database that hangs must not hang the page: then the page has what was read before, or nothing of it.
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan SourceTimeout = TimeSpan.FromSeconds(2);

    readonly Lock _lock = new();
    RequestDelegate? _respond;
    Task _reading = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _respond = new ApplicationBuilder(services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(
                meters, predicate: null, path: "/metrics", branch => branch.Use(ReadFirst), optionsName: null)
            .Build();
        var kestrel = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        var port = options.Value.Port!.Value;
        if (options.Value.LoopbackOnly)
            kestrel.Listen(IPAddress.Loopback, port);
        else
            kestrel.ListenAnyIP(port);
        using var server = new KestrelServer(
            Options.Create(kestrel),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), loggers),
            loggers);
        try
        {
            await server.StartAsync(this, stoppingToken);
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (IOException e)
        {
            // The shop goes on without metrics. Prometheus reports the host as down.
            LogNotServed(port, e.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await server.StopAsync(CancellationToken.None);
        }
    }

    RequestDelegate ReadFirst(RequestDelegate next) => async http =>
    {
        await Task.WhenAny(Reading(), Task.Delay(Patience, http.RequestAborted));
        await next(http);
    };

    Task Reading()
    {
        lock (_lock)
            return _reading.IsCompleted ? _reading = ReadAsync() : _reading;
    }

    async Task ReadAsync()
    {
        using var timeout = new CancellationTokenSource(SourceTimeout);
        await Task.WhenAll(sources.Select(source => source.ReadAsync(timeout.Token)));
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _respond!(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No metrics are served on port {Port}: {Reason}")]
    partial void LogNotServed(int port, string reason);
}
