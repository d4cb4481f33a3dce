using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// The output of `./dev run`: the dashboard's login link, a table of resources that fills in while they start, and the
/// time when all are healthy. A terminal redraws the table; in a file each change is a line.
/// </summary>
sealed class StartupReport(Graph graph, ResourceLoggerService logs, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    readonly bool _live = !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    int _drawn;

    public static TimeSpan SinceStart =>
        TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var announced = false;
        var reported = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var change in graph.WatchAsync(stoppingToken))
        {
            if (change.Name == Graph.Dashboard)
            {
                if (!announced && (announced = change.Address is not null))
                    Print($"dashboard  {change.Address}");
                continue;
            }
            if (_live)
                Draw();
            else if (reported.GetValueOrDefault(change.Id) is var before && before != change.Status)
                Print(Line(change, reported[change.Id] = change.Status));

            if (change.Failed && change.IsServer)
            {
                await ExplainAsync(change);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
            if (change.Failed && reported.TryAdd($"why {change.Id}", ""))
                await ExplainAsync(change);
            if (graph.AllHealthy)
                break;
        }
        if (!graph.AllHealthy)
            return;
        Print($"all healthy after {SinceStart.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        if (graph.Find("web")?.Address is { } site)
            Print($"site       {site}");
        Print("Press Ctrl-C to stop.");
        await ReportFailuresAsync(stoppingToken);
    }

    /// <summary>Reports only failures, once everything is healthy.</summary>
    async Task ReportFailuresAsync(CancellationToken cancellationToken)
    {
        var reported = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var change in graph.WatchAsync(cancellationToken))
        {
            var (name, status) = (change.Name, change.Failed ? change.Status : "");
            if (reported.GetValueOrDefault(change.Id, "") != status && (reported[change.Id] = status).Length > 0)
                Print($"{name} {status}: start it again from the dashboard or with `./dev start {name}`");
        }
    }

    /// <summary>
    /// Prints the last lines of the resource's log. They may arrive after its end, so this waits until no line has come
    /// for a second.
    /// </summary>
    async Task ExplainAsync(ResourceStatus failed)
    {
        var last = new Queue<string>();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await foreach (var lines in logs.WatchAsync(failed.Id).WithCancellation(timeout.Token))
            {
                foreach (var line in lines)
                {
                    last.Enqueue(line.Content);
                    if (last.Count > 12)
                        last.Dequeue();
                }
                timeout.CancelAfter(TimeSpan.FromSeconds(1));
            }
        }
        catch (OperationCanceledException)
        {
        }
        _drawn = 0;
        Print($"{failed.Name} {failed.Status}; the end of its log:");
        foreach (var line in last)
            Print("  " + line);
    }

    static string Line(ResourceStatus resource, string status)
    {
        var seconds = resource.HealthyAfter is { } s ? s.ToString("0.0", CultureInfo.InvariantCulture) + " s" : "";
        return $"{resource.Name,-12}{status,-12}{seconds,8}  {resource.Address}".TrimEnd();
    }

    void Draw()
    {
        var table = new StringBuilder();
        if (_drawn > 0)
            table.Append(CultureInfo.InvariantCulture, $"\u001b[{_drawn}A");
        var rows = graph.Resources;
        foreach (var row in rows)
            table.Append("\u001b[2K").AppendLine(Line(row, row.Status));
        Console.Out.Write(table);
        _drawn = rows.Count;
    }

    void Print(string line)
    {
        _drawn = 0;
        Console.Out.WriteLine(line);
    }
}

/// <summary>The displayed status of one resource instance.</summary>
sealed record ResourceStatus(
    string Name,
    string Id,
    string State,
    HealthStatus? Health,
    int? ExitCode,
    double? HealthyAfter,
    IReadOnlyList<string> Addresses,
    bool IsServer)
{
    public string? Address => Addresses.Count > 0 ? Addresses[0] : null;

    public bool Completed => KnownResourceStates.TerminalStates.Contains(State) && ExitCode == 0;

    public bool Failed =>
        State == KnownResourceStates.FailedToStart
        || (KnownResourceStates.TerminalStates.Contains(State) && ExitCode is not 0);

    public bool Up => Completed || (State == KnownResourceStates.Running && Health is HealthStatus.Healthy);

    public string Status =>
        Completed ? "done"
        : Up ? "healthy"
        : Failed && ExitCode is { } code ? $"exited ({code})"
        : State == KnownResourceStates.Running ? "running"
        : State.ToLowerInvariant();
}
