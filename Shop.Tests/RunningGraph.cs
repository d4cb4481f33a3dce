using System.Diagnostics;
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
    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("CI") is null ? 1.5 : 4);
    readonly string _data = Directory.CreateTempSubdirectory("shop-tests-").FullName;

    RunningGraph(DistributedApplication app, OtlpReceiver telemetry, string data, TimeSpan startedIn) => (App, Telemetry, _data, StartedIn) = (app, telemetry, data, startedIn);

    public DistributedApplication App { get; }

    public OtlpReceiver Telemetry { get; }

    /// <summary>From CreateAsync to the last resource healthy.</summary>
    public TimeSpan StartedIn { get; }

    public IEnumerable<IResource> Resources => App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(resource => resource is not ParameterResource);

    public static async Task<RunningGraph> StartAsync(string name, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var data = Directory.CreateTempSubdirectory("shop-tests-").FullName;
        // The servers that drop root must be able to walk into it.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var telemetry = await OtlpReceiver.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--data", data], cancellationToken);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        foreach (var project in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(project)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Url)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "100");
        }
        var app = await builder.BuildAsync(cancellationToken);
        var graph = new RunningGraph(app, telemetry, data, default);
        try
        {
            await app.StartAsync(cancellationToken);
            await graph.WaitUntilHealthyAsync(cancellationToken);
        }
        catch
        {
            await graph.KeepLogsAsync(name);
            await graph.DisposeAsync();
            throw;
        }
        return new(app, telemetry, data, watch.Elapsed);
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
        || (change.Snapshot.State?.Text == KnownResourceStates.Finished && change.Snapshot.ExitCode is 0 or null);

    public static bool HasEnded(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? "");

    static bool HasFailed(ResourceEvent change, IResource resource) => HasEnded(change) && !IsUp(change)
        ? throw new InvalidOperationException($"{resource.Name} ended: {change.Snapshot.State?.Text} {change.Snapshot.ExitCode}. Its log is under artifacts/test-logs.")
        : false;

    string Describe(string name) => App.ResourceNotifications.TryGetCurrentState(name, out var now) ? $"{now.Snapshot.State?.Text} {now.Snapshot.HealthStatus}" : "never seen";

    /// <summary>The console of every resource, one file each, for whoever reads the failure.</summary>
    public async Task KeepLogsAsync(string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "test-logs", name)).FullName;
        var loggers = App.Services.GetRequiredService<ResourceLoggerService>();
        foreach (var id in Instances.Select(instance => instance.Id).Distinct())
        {
            await using var file = new StreamWriter(Path.Combine(directory, $"{id}.log"));
            await foreach (var lines in loggers.GetAllAsync(id))
            {
                foreach (var line in lines)
                    await file.WriteLineAsync(line.Content);
            }
        }
    }

    /// <summary>Every running process of the graph that the orchestrator knows: resource instance, its name and pid.</summary>
    public IReadOnlyList<(string Id, string Name, int? Pid)> Instances
    {
        get
        {
            var instances = new List<(string, string, int?)>();
            using var enough = new CancellationTokenSource();
            // WatchAsync begins with what is known, and that part is there at once.
            var changes = App.ResourceNotifications.WatchAsync(enough.Token).GetAsyncEnumerator(CancellationToken.None);
            while (changes.MoveNextAsync() is { IsCompletedSuccessfully: true })
            {
                var change = changes.Current;
                instances.Add((change.ResourceId, change.Resource.Name, change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value as int?));
            }
            enough.Cancel();
            return instances;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Telemetry.DisposeAsync();
        try
        {
            Directory.Delete(_data, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container's files may belong to somebody else.
        }
    }
}
