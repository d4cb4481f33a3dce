using System.Diagnostics.Metrics;
using System.Reflection;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Shop.Pilot.Errors;

/// <summary>Where a host's own errors go: to the database, or over HTTP to the API.</summary>
public interface IIncidentSink
{
    Task WriteAsync(Incident incident, CancellationToken ct);
}

/// <summary>
/// Reports the failures of this host. While the database is away, they wait in bounded memory, and more are dropped and
/// counted. It never reports a failure of its own.
/// </summary>
public sealed class ErrorReporter : BackgroundService
{
    const int MaxWaiting = 1000;

    static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    static readonly Counter<long> Dropped = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.pilot.reports.dropped", "{error}", "Errors of this host that were not reported, because too many waited");

    readonly Channel<(Failure Failure, DateTimeOffset At)> _waiting =
        Channel.CreateBounded<(Failure, DateTimeOffset)>(
            new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    readonly IIncidentSink _sink;
    readonly TimeProvider _time;
    readonly string? _release;
    readonly string _environment;

    public ErrorReporter(
        IIncidentSink sink, IHostEnvironment environment, IOptions<IntakeOptions> options, TimeProvider time)
    {
        (_sink, _time) = (sink, time);
        _release = ReleaseOf(options.Value);
        _environment = EnvironmentOf(environment);
    }

    /// <summary>The same for hosts and for the pages of the site.</summary>
    public static string ReleaseOf(IntakeOptions options) => options.Release ?? $"shop@{Version()}";

    public static string EnvironmentOf(IHostEnvironment environment) =>
        environment.EnvironmentName.ToLowerInvariant();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Failures.Happened += Add;
        AppDomain.CurrentDomain.UnhandledException += AddUnhandled;
        TaskScheduler.UnobservedTaskException += AddUnobserved;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        Failures.Happened -= Add;
        AppDomain.CurrentDomain.UnhandledException -= AddUnhandled;
        TaskScheduler.UnobservedTaskException -= AddUnobserved;
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The stack is read here and not where the error happened: that takes a millisecond.
        await foreach (var (failure, at) in _waiting.Reader.ReadAllAsync(stoppingToken))
            await DeliverAsync(HostIncident.Of(failure, _release, _environment, at), stoppingToken);
    }

    async Task DeliverAsync(Incident incident, CancellationToken ct)
    {
        for (var delay = MinDelay; ; delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay)
        {
            try
            {
                await _sink.WriteAsync(incident, ct);
                return;
            }
            catch (ShopException e) when (e.Permanent)
            {
                Dropped.Add(1);
                return;
            }
#pragma warning disable CA1031 // An unavailable database throws many exception types. What cannot be reported waits.
            catch (Exception) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                await Task.Delay(delay, _time, ct);
            }
        }
    }

    void Add(Failure failure)
    {
        if (!_waiting.Writer.TryWrite((failure, _time.GetUtcNow())))
            Dropped.Add(1);
    }

    void AddUnhandled(object? sender, UnhandledExceptionEventArgs args)
    {
        if (args.ExceptionObject is Exception exception)
            Add(new("process", exception, "pilot"));
        // The process ends after this. The report is worth a moment.
        if (args.IsTerminating)
            SpinWait.SpinUntil(() => _waiting.Reader.Count == 0, TimeSpan.FromSeconds(2));
    }

    void AddUnobserved(object? sender, UnobservedTaskExceptionEventArgs args) =>
        Add(new("unobserved task", args.Exception, "pilot"));

    // 1.0.0+4bf92f3577b34da6a3ce929d0e0e4736 becomes 1.0.0+4bf92f35.
    static string Version()
    {
        var version = Assembly.GetEntryAssembly()
            ?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 || version.Length <= plus + 9 ? version : version[..(plus + 9)];
    }
}
