using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Shop.Tests.Telemetry;

namespace Shop.Tests;

/// <summary>The whole graph, started from this test run with ports and a data directory of its own.</summary>
public sealed class RunningGraph : IAsyncDisposable
{
    internal static readonly TimeSpan StartLimit =
        TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("CI") is null ? 2 : 4);
    readonly ConcurrentDictionary<string, ResourceEvent> _latest = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _ended = new();

    RunningGraph(DistributedApplication app, OtlpReceiver telemetry)
    {
        (App, Telemetry) = (app, telemetry);
        _ = FollowAsync();
    }

    public DistributedApplication App { get; }

    public OtlpReceiver Telemetry { get; }

    /// <summary>The time from CreateAsync until the last resource was healthy.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>
    /// Excludes parameters, the hidden rebuilder that Aspire adds to each project, and what starts on demand only.
    /// </summary>
    public IEnumerable<IResource> Resources => App.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Where(resource => resource is not ParameterResource and not IResourceWithParent { Parent: ProjectResource }
            && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>());

    public static async Task<RunningGraph> StartAsync(
        string name, CancellationToken cancellationToken, params string[] args)
    {
        var watch = Stopwatch.StartNew();
        var telemetry = await OtlpReceiver.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--data", "temporary", "--monitoring:scale", "0.1", .. args], cancellationToken);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        // The factory shares handlers and their cookies: one test's guest cart would join another test's account.
        builder.Services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { UseCookies = false }));
        foreach (var project in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(project)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Url)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "100")
                // The checks' requests would come in the middle of tests that count.
                .WithEnvironment("Pilot__Checks__Interval", "1.00:00:00")
                // The tests register over a thousand accounts. A hash as in production takes 0.03 s of one processor.
                .WithEnvironment("Accounts__PasswordMemory", "64")
                .WithEnvironment("Accounts__PasswordPasses", "1");
        }
        var app = await builder.BuildAsync(cancellationToken);
        var graph = new RunningGraph(app, telemetry);
        try
        {
            // StartAsync ends only when the dependencies of the last resource are up. Watching the resources meanwhile
            // finds the one that fails.
            var starting = app.StartAsync(cancellationToken);
            var healthy = graph.WaitUntilHealthyAsync(cancellationToken);
            await (await Task.WhenAny(starting, healthy));
            await Task.WhenAll(starting, healthy);
        }
        catch
        {
            await graph.SaveLogsAsync(name);
            await graph.DisposeAsync();
            throw;
        }
        graph.StartedIn = watch.Elapsed;
        return graph;
    }

    /// <summary>Waits until all resources are healthy or finished. The first failure ends the wait.</summary>
    async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartLimit);
        var notifications = App.ResourceNotifications;
        // A resource with an explicit start stays as it is until a test starts it.
        var resources = Resources
            .Where(resource => resource is IResourceWithWaitSupport or IResourceWithConnectionString)
            .Where(resource => !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any());
        foreach (var resource in resources)
        {
            try
            {
                await notifications.WaitForResourceAsync(
                    resource.Name, change => IsUp(change) || HasFailed(change, resource), patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"{resource.Name} was not healthy after {StartLimit.TotalSeconds} s: {Describe(resource.Name)}");
            }
        }
    }

    public static bool IsUp(ResourceEvent change) =>
        (change.Snapshot.State?.Text == KnownResourceStates.Running
            && change.Snapshot.HealthStatus is HealthStatus.Healthy)
        // A process without an exit code was ended by a signal, as after an unhandled exception.
        || (change.Snapshot.State?.Text == KnownResourceStates.Finished && change.Snapshot.ExitCode == 0);

    public static bool HasEnded(ResourceEvent change) =>
        KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? "");

    static bool HasFailed(ResourceEvent change, IResource resource) => HasEnded(change) && !IsUp(change)
        ? throw new InvalidOperationException(
            $"{resource.Name} ended: {change.Snapshot.State?.Text} {change.Snapshot.ExitCode}. "
                + "Its log is under artifacts/test-logs.")
        : false;

    string Describe(string name) =>
        App.ResourceNotifications.TryGetCurrentState(name, out var now)
            ? $"{now?.Snapshot.State?.Text} {now?.Snapshot.HealthStatus}"
            : "never seen";

    /// <summary>Writes the console output of each resource to a file, to explain a failure.</summary>
    public async Task SaveLogsAsync(string name)
    {
        var directory = Directory.CreateDirectory(
            Path.Combine(Repository.Root, "artifacts", "test-logs", name)).FullName;
        foreach (var id in Instances.Select(instance => instance.Id).Distinct())
            await File.WriteAllLinesAsync(Path.Combine(directory, $"{id}.log"), await LinesAsync(id));
    }

    /// <summary>The console output of all instances of these resources so far.</summary>
    public async Task<string> LogsAsync(params string[] resources)
    {
        var logs = new StringBuilder();
        var instances = Instances.Where(instance => resources.Contains(instance.Name));
        foreach (var id in instances.Select(instance => instance.Id).Distinct())
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

    /// <summary>Every process of the graph that the orchestrator knows: instance, resource name and pid.</summary>
    public IReadOnlyList<(string Id, string Name, int? Pid)> Instances =>
    [
        .. _latest.Values.Select(now => (now.ResourceId, now.Resource.Name, PidOf(now)))
    ];

    /// <summary>A variable of the environment of each instance that has it.</summary>
    public IReadOnlyList<(string Id, string Name, string Value)> EnvironmentOf(string variable) =>
    [
        .. from now in _latest.Values
           from one in now.Snapshot.EnvironmentVariables
           where one.Name == variable && one.Value is not null
           select (now.ResourceId, now.Resource.Name, one.Value)
    ];

    public static int? PidOf(ResourceEvent change) =>
        change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value as int?;

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
