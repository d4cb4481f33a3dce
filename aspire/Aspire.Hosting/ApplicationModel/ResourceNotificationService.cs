using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The one place where the state of every resource instance is kept, changed and watched.</summary>
public sealed class ResourceNotificationService(IServiceProvider services, IHostApplicationLifetime lifetime) : IDisposable
{
    readonly ConcurrentDictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    readonly Lock _lock = new();
    ImmutableHashSet<Channel<ResourceEvent>> _watchers = [];

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var previous = _current.GetValueOrDefault(resourceId)?.Snapshot;
            var next = stateFactory(previous ?? InitialSnapshot(resource));
            next = next with { IsReady = next.IsReady && next.State?.Text == KnownResourceStates.Running, Commands = [.. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.ToSnapshot(next, services))] };
            var change = new ResourceEvent(resource, resourceId, next);
            _current[resourceId] = change;
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(change);
        }
        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, out ResourceEvent? resourceEvent) => _current.TryGetValue(resourceId, out resourceEvent);

    /// <summary>First what is, then what changes.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (_lock)
        {
            foreach (var known in _current.Values)
                channel.Writer.TryWrite(known);
            _watchers = _watchers.Add(channel);
        }
        try
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopped);
            await foreach (var change in channel.Reader.ReadAllAsync(stopping.Token))
                yield return change;
        }
        finally
        {
            lock (_lock)
                _watchers = _watchers.Remove(channel);
        }
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForResourceAsync(resourceName, change => change.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (IsNamed(change, resourceName) && predicate(change))
                return change;
        }
        throw new OperationCanceledException($"The application stopped while waiting for resource '{resourceName}'.");
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName, change => IsUp(change) || (waitBehavior is WaitBehavior.StopOnResourceUnavailable && HasEnded(change)), cancellationToken);
        if (!IsUp(reached))
            throw new DistributedApplicationException($"Stopped waiting for resource '{resourceName}' to become healthy because it failed to start.");
        return reached;
    }

    /// <summary>A wait is for every replica of the dependency, and never outlives one that can no longer come up.</summary>
    internal async Task WaitForAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var replicas = wait.Resource.GetReplicaCount();
        var done = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var change in WatchAsync(cancellationToken))
        {
            // A resource with replicas has an event of its own (before they exist) and one per replica.
            if (!IsNamed(change, wait.Resource.Name) || (replicas > 1 && change.ResourceId == wait.Resource.Name))
                continue;
            if (wait.WaitType is WaitType.WaitForCompletion && HasEnded(change))
            {
                if (change.Snapshot.State?.Text == KnownResourceStates.FailedToStart || (change.Snapshot.ExitCode ?? 0) != wait.ExitCode)
                    throw new DistributedApplicationException($"'{wait.Resource.Name}' ended with exit code {(object?)change.Snapshot.ExitCode ?? "unknown"} instead of {wait.ExitCode}.");
                done.Add(change.ResourceId);
            }
            else if (wait.WaitType is WaitType.WaitUntilHealthy && IsUp(change)
                     || wait.WaitType is WaitType.WaitUntilStarted && change.Snapshot.State?.Text == KnownResourceStates.Running)
            {
                done.Add(change.ResourceId);
            }
            else if (wait.WaitType is not WaitType.WaitForCompletion && HasEnded(change) && StopsWith(wait, change))
            {
                throw new DistributedApplicationException($"'{wait.Resource.Name}' is '{change.Snapshot.State?.Text}' and will not come up.");
            }
            if (done.Count >= replicas)
                return;
        }
        cancellationToken.ThrowIfCancellationRequested();
        throw new OperationCanceledException("The application is stopping.");
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Writer.TryComplete();
    }

    static bool StopsWith(WaitAnnotation wait, ResourceEvent change) =>
        (wait.WaitBehavior ?? WaitBehavior.StopOnResourceUnavailable) is WaitBehavior.StopOnResourceUnavailable || change.Snapshot.State?.Text == KnownResourceStates.FailedToStart;

    static bool IsUp(ResourceEvent change) => change.Snapshot is { HealthStatus: HealthStatus.Healthy, IsReady: true };

    internal static bool HasEnded(ResourceEvent change) => change.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    static bool IsNamed(ResourceEvent change, string name) => change.Resource.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    static CustomResourceSnapshot InitialSnapshot(IResource resource)
    {
        var initial = resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out var annotation)
            ? annotation.InitialSnapshot
            : new CustomResourceSnapshot { ResourceType = ResourceTypeOf(resource), Properties = [] };
        var relationships = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type));
        if (resource is IResourceWithParent child)
            relationships = relationships.Append(new(child.Parent.Name, "Parent"));
        resource.TryGetLastAnnotation<ResourceIconAnnotation>(out var icon);
        return initial with
        {
            Relationships = [.. initial.Relationships, .. relationships.Distinct()],
            HealthReports = [.. resource.GetHealthCheckKeys().Select(key => new HealthReportSnapshot(key, null, null, null))],
            IconName = icon?.IconName,
            IconVariant = icon?.IconVariant,
        };
    }

    static string ResourceTypeOf(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        ParameterResource => "Parameter",
        _ when resource.IsContainer() => "Container",
        _ => resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
    };
}
