using System.Collections;

namespace Aspire.Hosting.ApplicationModel;

public interface IResourceCollection : IList<IResource>;

sealed class ResourceCollection : IResourceCollection
{
    readonly List<IResource> _resources = [];

    public IResource this[int index] { get => _resources[index]; set => _resources[index] = value; }

    public int Count => _resources.Count;

    public bool IsReadOnly => false;

    public void Add(IResource item) => _resources.Add(item);

    public void Clear() => _resources.Clear();

    public bool Contains(IResource item) => _resources.Contains(item);

    public void CopyTo(IResource[] array, int arrayIndex) => _resources.CopyTo(array, arrayIndex);

    public IEnumerator<IResource> GetEnumerator() => _resources.GetEnumerator();

    public int IndexOf(IResource item) => _resources.IndexOf(item);

    public void Insert(int index, IResource item) => _resources.Insert(index, item);

    public bool Remove(IResource item) => _resources.Remove(item);

    public void RemoveAt(int index) => _resources.RemoveAt(index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public class DistributedApplicationModel(IResourceCollection resources)
{
    // Instances need names of their own on the dashboard, in DCP and in telemetry; the suffix keeps two runs apart.
    readonly string _suffix = Random.Shared.GetItems("bcdfghjkmnpqrstvwxyz".AsSpan(), 8) is var chars ? new string(chars) : "";

    public IResourceCollection Resources { get; } = resources;

    internal IReadOnlyList<string> InstanceIdsOf(IResource resource) =>
        !resource.IsWorkload() ? [resource.Name]
        : [.. Enumerable.Range(0, resource.GetReplicaCount()).Select(i => $"{resource.Name}-{_suffix}{(i == 0 ? "" : $"-{i + 1}")}")];
}

public static class ProjectResourceExtensions
{
    public static IEnumerable<ProjectResource> GetProjectResources(this DistributedApplicationModel model) => model.Resources.OfType<ProjectResource>();
}
