using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// What `./dev run` shows: the dashboard's login link, a table of resources that fills in while they start,
/// and the moment when all are healthy. On a terminal the table is redrawn, in a file each change is a line.
/// </summary>
sealed class StartupReport(Graph graph, ResourceLoggerService logs, IHostApplicationLifetime lifetime) : BackgroundService
{
    readonly bool _live = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    int _drawn;

    public static TimeSpan SinceStart => TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var announced = false;
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var change in graph.WatchAsync(stoppingToken))
        {
            if (change.Name == Graph.Dashboard)
            {
                if (!announced && (announced = change.Address is not null))
                    Say($"dashboard  {change.Address}");
                continue;
            }
            if (_live)
                Draw();
            else if (said.GetValueOrDefault(change.Id) is var before && before != change.Status)
                Say(Line(change, said[change.Id] = change.Status));

            if (change.Failed && change.IsServer)
            {
                await ExplainAsync(change);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
            if (change.Failed && said.TryAdd($"why {change.Id}", ""))
                await ExplainAsync(change);
            if (graph.AllHealthy)
                break;
        }
        if (!graph.AllHealthy)
            return;
        Say($"all healthy after {SinceStart.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        if (graph.Find("web")?.Address is { } site)
            Say($"site       {site}");
        Say("Press Ctrl-C to stop.");
        await ReportLossesAsync(stoppingToken);
    }

    /// <summary>From here on only what ends by itself is worth a line.</summary>
    async Task ReportLossesAsync(CancellationToken cancellationToken)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var change in graph.WatchAsync(cancellationToken))
        {
            var status = change.Failed ? change.Status : "";
            if (said.GetValueOrDefault(change.Id, "") != status && (said[change.Id] = status).Length > 0)
                Say($"{change.Name} {change.Status}: start it again from the dashboard or with `./dev start {change.Name}`");
        }
    }

    /// <summary>A resource's last words may arrive after the news of its end: they are waited for until nothing has come for a second.</summary>
    async Task ExplainAsync(ResourceStatus failed)
    {
        var last = new Queue<string>();
        using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await foreach (var lines in logs.WatchAsync(failed.Id).WithCancellation(silence.Token))
            {
                foreach (var line in lines)
                {
                    last.Enqueue(line.Content);
                    if (last.Count > 12)
                        last.Dequeue();
                }
                silence.CancelAfter(TimeSpan.FromSeconds(1));
            }
        }
        catch (OperationCanceledException)
        {
        }
        _drawn = 0;
        Say($"{failed.Name} {failed.Status}; the last it said:");
        foreach (var line in last)
            Say("  " + line);
    }

    static string Line(ResourceStatus resource, string status) =>
        $"{resource.Name,-12}{status,-12}{(resource.HealthyAfter is { } s ? s.ToString("0.0", CultureInfo.InvariantCulture) + " s" : ""),8}  {resource.Address}".TrimEnd();

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

    void Say(string line)
    {
        _drawn = 0;
        Console.Out.WriteLine(line);
    }
}

/// <summary>One resource instance as people see it.</summary>
sealed record ResourceStatus(string Name, string Id, string State, HealthStatus? Health, int? ExitCode, double? HealthyAfter, IReadOnlyList<string> Addresses, bool IsServer)
{
    public string? Address => Addresses.Count > 0 ? Addresses[0] : null;

    public bool Completed => KnownResourceStates.TerminalStates.Contains(State) && ExitCode == 0;

    public bool Failed => State == KnownResourceStates.FailedToStart || (KnownResourceStates.TerminalStates.Contains(State) && ExitCode is not 0);

    public bool Up => Completed || (State == KnownResourceStates.Running && Health is HealthStatus.Healthy);

    public string Status => Up ? Completed ? "done" : "healthy" : Failed && ExitCode is { } code ? $"exited ({code})" : State == KnownResourceStates.Running ? "running" : State.ToLowerInvariant();
}
