using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Tests.Telemetry;

namespace Shop.Tests;

/// <summary>The whole graph, started from this test run with ports and a data directory of its own.</summary>
public sealed class RunningGraph : IAsyncDisposable
{
    internal static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("CI") is null ? 2 : 4);
    readonly ConcurrentDictionary<string, ResourceEvent> _latest = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _ended = new();

    RunningGraph(DistributedApplication app, OtlpReceiver telemetry)
    {
        (App, Telemetry) = (app, telemetry);
        _ = FollowAsync();
    }

    public DistributedApplication App { get; }

    public OtlpReceiver Telemetry { get; }

    /// <summary>From CreateAsync to the last resource healthy.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>Without parameters, and without the hidden rebuilder that Aspire keeps beside each project.</summary>
    public IEnumerable<IResource> Resources => App.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Where(resource => resource is not ParameterResource and not IResourceWithParent { Parent: ProjectResource });

    public static async Task<RunningGraph> StartAsync(string name, CancellationToken cancellationToken, params string[] args)
    {
        var watch = Stopwatch.StartNew();
        var telemetry = await OtlpReceiver.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--data", "temporary", .. args], cancellationToken);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        // The factory shares handlers, and with them a jar of cookies: one test's guest cart would join another test's account.
        builder.Services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false }));
        foreach (var project in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(project)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Url)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "100")
                // The tests register more than a thousand people; a hash as strong as in production takes a tenth of a second of one processor.
                .WithEnvironment("Accounts__PasswordIterations", "2000");
        }
        var app = await builder.BuildAsync(cancellationToken);
        var graph = new RunningGraph(app, telemetry);
        try
        {
            // Aspire's start ends only when the last resource has what it waits for: watching begins with it, to name the one that fails.
            var starting = app.StartAsync(cancellationToken);
            var healthy = graph.WaitUntilHealthyAsync(cancellationToken);
            await (await Task.WhenAny(starting, healthy));
            await Task.WhenAll(starting, healthy);
        }
        catch
        {
            await graph.KeepLogsAsync(name);
            await graph.DisposeAsync();
            throw;
        }
        graph.StartedIn = watch.Elapsed;
        return graph;
    }

    /// <summary>Everything is healthy, or ran to its end: the first that failed ends the wait and is named.</summary>
    async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        var notifications = App.ResourceNotifications;
        foreach (var resource in Resources.Where(resource => resource is IResourceWithWaitSupport or IResourceWithConnectionString))
        {
            try
            {
                await notifications.WaitForResourceAsync(resource.Name, change => IsUp(change) || HasFailed(change, resource), patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"{resource.Name} was not healthy after {StartPatience.TotalSeconds} s: {Describe(resource.Name)}");
            }
        }
    }

    public static bool IsUp(ResourceEvent change) =>
        (change.Snapshot.State?.Text == KnownResourceStates.Running && change.Snapshot.HealthStatus is Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy)
        // Without an exit code it was ended by a signal: an unhandled exception is one.
        || (change.Snapshot.State?.Text == KnownResourceStates.Finished && change.Snapshot.ExitCode == 0);

    public static bool HasEnded(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? "");

    static bool HasFailed(ResourceEvent change, IResource resource) => HasEnded(change) && !IsUp(change)
        ? throw new InvalidOperationException($"{resource.Name} ended: {change.Snapshot.State?.Text} {change.Snapshot.ExitCode}. Its log is under artifacts/test-logs.")
        : false;

    string Describe(string name) => App.ResourceNotifications.TryGetCurrentState(name, out var now) ? $"{now?.Snapshot.State?.Text} {now?.Snapshot.HealthStatus}" : "never seen";

    /// <summary>The console of every resource, one file each, for whoever reads the failure.</summary>
    public async Task KeepLogsAsync(string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "test-logs", name)).FullName;
        foreach (var id in Instances.Select(instance => instance.Id).Distinct())
            await File.WriteAllLinesAsync(Path.Combine(directory, $"{id}.log"), await LinesAsync(id));
    }

    /// <summary>What every instance of these resources has written to its console so far.</summary>
    public async Task<string> LogsAsync(params string[] resources)
    {
        var logs = new StringBuilder();
        foreach (var id in Instances.Where(instance => resources.Contains(instance.Name)).Select(instance => instance.Id).Distinct())
            logs.AppendJoin('\n', await LinesAsync(id)).Append('\n');
        return logs.ToString();
    }

    async Task<IReadOnlyList<string>> LinesAsync(string id)
    {
        var written = new List<string>();
        await foreach (var lines in App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(id))
            written.AddRange(lines.Select(line => line.Content));
        return written;
    }

    /// <summary>Every running process of the graph that the orchestrator knows: resource instance, its name and pid.</summary>
    public IReadOnlyList<(string Id, string Name, int? Pid)> Instances =>
        [.. _latest.Values.Select(now => (now.ResourceId, now.Resource.Name, now.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value as int?))];

    async Task FollowAsync()
    {
        try
        {
            await foreach (var change in App.ResourceNotifications.WatchAsync(_ended.Token))
                _latest[change.ResourceId] = change;
        }
        catch (OperationCanceledException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await App.DisposeAsync();
        await Telemetry.DisposeAsync();
        _ended.Dispose();
    }
}
