using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AppHost;

/// <summary>The resources of the running graph and their states, from Aspire's notifications.</summary>
sealed class Graph(ResourceNotificationService notifications, DistributedApplicationModel model)
{
    public const string Dashboard = "aspire-dashboard";
    readonly ConcurrentDictionary<string, ResourceStatus> _known = new(StringComparer.Ordinal);

    /// <summary>In the order of AppHost.cs; servers, migrations and hosts, without parameters and what is hidden.</summary>
    public IReadOnlyList<ResourceStatus> Resources =>
    [
        .. from resource in model.Resources
           from status in _known.Values.Where(status => status.Name == resource.Name && status.Name != Dashboard).OrderBy(status => status.Id, StringComparer.Ordinal)
           select status,
    ];

    public bool AllHealthy => Resources is { Count: > 0 } all && all.All(resource => resource.Up) && model.Resources.Where(IsShown).All(resource => all.Any(status => status.Name == resource.Name));

    public ResourceStatus? Find(string name) => _known.Values.FirstOrDefault(status => status.Name == name || status.Id == name);

    public async IAsyncEnumerable<ResourceStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if ((!IsShown(change.Resource) || change.Snapshot.IsHidden) && change.Resource.Name != Dashboard)
                continue;
            // A resource with replicas also has an event of its own until they exist.
            if (change.ResourceId == change.Resource.Name && change.Resource is ProjectResource && _known.Values.Any(status => status.Name == change.Resource.Name && status.Id != change.ResourceId))
                continue;
            yield return _known.AddOrUpdate(change.ResourceId, _ => Read(change, null), (_, before) => Read(change, before));
            if (change.ResourceId != change.Resource.Name && change.Resource is ProjectResource)
                _known.TryRemove(change.Resource.Name, out _);
        }
    }

    /// <summary>A child of a project is Aspire's own: the hidden rebuilder it keeps beside each.</summary>
    static bool IsShown(IResource resource) => resource is not ParameterResource and not { Name: Dashboard } and not IResourceWithParent { Parent: ProjectResource };

    static ResourceStatus Read(ResourceEvent change, ResourceStatus? before)
    {
        var snapshot = change.Snapshot;
        var status = new ResourceStatus(
            change.Resource.Name, change.ResourceId, snapshot.State is { } state ? state.Text is "" ? KnownResourceStates.Starting : state.Text : KnownResourceStates.NotStarted, snapshot.HealthStatus, snapshot.ExitCode, before?.HealthyAfter,
            // What a browser opens comes first, in whichever order Aspire has them.
            [.. snapshot.Urls.Where(url => !url.IsInternal).Select(url => url.Url).OrderByDescending(url => url.StartsWith("http", StringComparison.Ordinal))],
            change.Resource is not ProjectResource);
        return status.Up && (status.HealthyAfter is null || status.Status != before?.Status) ? status with { HealthyAfter = StartupReport.SinceStart.TotalSeconds } : status;
    }
}
