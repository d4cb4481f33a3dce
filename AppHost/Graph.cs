using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AppHost;

/// <summary>The resources of the running graph and their states, from Aspire's notifications.</summary>
sealed class Graph(ResourceNotificationService notifications, DistributedApplicationModel model)
{
    public const string Dashboard = "aspire-dashboard";
    readonly ConcurrentDictionary<string, ResourceStatus> _known = new(StringComparer.Ordinal);

    /// <summary>Servers, migrations and hosts in the order of AppHost.cs, without parameters or hidden ones.</summary>
    public IReadOnlyList<ResourceStatus> Resources =>
    [
        .. from resource in model.Resources
           from status in _known.Values
               .Where(status => status.Name == resource.Name && status.Name != Dashboard)
               .OrderBy(status => status.Id, StringComparer.Ordinal)
           select status,
    ];

    public bool AllHealthy =>
        Resources is { Count: > 0 } all
        && all.All(resource => resource.Up || IsLeftOut(resource))
        && model.Resources.Where(IsShown).All(resource => all.Any(status => status.Name == resource.Name));

    /// <summary>A resource that somebody starts when it is needed.</summary>
    bool IsLeftOut(ResourceStatus status) =>
        status.State == KnownResourceStates.NotStarted
        && model.Resources.Any(resource =>
            resource.Name == status.Name && resource.Annotations.OfType<ExplicitStartupAnnotation>().Any());

    public ResourceStatus? Find(string name) =>
        _known.Values.FirstOrDefault(status => status.Name == name || status.Id == name);

    public async IAsyncEnumerable<ResourceStatus> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            var name = change.Resource.Name;
            if ((!IsShown(change.Resource) || change.Snapshot.IsHidden) && name != Dashboard)
                continue;
            // A resource with replicas has an event under its own name until the replicas exist.
            var isReplica = change.Resource is ProjectResource && change.ResourceId != name;
            if (change.Resource is ProjectResource && !isReplica
                && _known.Values.Any(status => status.Name == name && status.Id != change.ResourceId))
                continue;
            yield return _known.AddOrUpdate(
                change.ResourceId,
                _ => Read(change, null),
                (_, before) => Read(change, before));
            if (isReplica)
                _known.TryRemove(name, out _);
        }
    }

    /// <summary>
    /// A child of a project is Aspire's hidden rebuilder. A start does not wait for what is started on demand only.
    /// </summary>
    static bool IsShown(IResource resource) =>
        resource is not ParameterResource
            and not { Name: Dashboard }
            and not IResourceWithParent { Parent: ProjectResource }
        && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>();

    static ResourceStatus Read(ResourceEvent change, ResourceStatus? before)
    {
        var snapshot = change.Snapshot;
        var status = new ResourceStatus(
            change.Resource.Name,
            change.ResourceId,
            snapshot.State?.Text switch
            {
                null => KnownResourceStates.NotStarted,
                "" => KnownResourceStates.Starting,
                var text => text
            },
            snapshot.HealthStatus,
            snapshot.ExitCode,
            before?.HealthyAfter,
            // Addresses that a browser opens come first; Aspire has no fixed order.
            [
                .. snapshot.Urls
                    .Where(url => !url.IsInternal)
                    .Select(url => url.Url)
                    .OrderByDescending(url => url.StartsWith("http", StringComparison.Ordinal))
            ],
            change.Resource is not ProjectResource);
        return status.Up && (status.HealthyAfter is null || status.Status != before?.Status)
            ? status with { HealthyAfter = StartupReport.SinceStart.TotalSeconds }
            : status;
    }
}
