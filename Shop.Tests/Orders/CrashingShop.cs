using System.Diagnostics;
using Processes;

namespace Shop.Tests.Orders;

/// <summary>A graph of its own, whose processes are killed.</summary>
public sealed class CrashingShop : IAsyncLifetime
{
    public ShopFixture Shop { get; } = new("crash");

    public ValueTask InitializeAsync() => Shop.InitializeAsync();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>Kills one instance of the resource with its children, and returns when it is healthy again.</summary>
    public async Task KillAndStartAsync(string resource, CancellationToken ct)
    {
        var graph = Shop.Graph;
        var (id, _, pid) = graph.Instances.First(instance => instance.Name == resource && instance.Pid is not null);
        foreach (var (child, _, _) in ProcessTree.Of(pid!.Value))
            try
            {
                Process.GetProcessById(child).Kill();
            }
            catch (ArgumentException)
            {
                // It ended with its parent.
            }
        await graph.App.ResourceNotifications.WaitForResourceAsync(
            resource,
            change => change.ResourceId == id && RunningGraph.HasEnded(change),
            ct);
        var started = await graph.App.ResourceCommands.ExecuteCommandAsync(id, "start", ct);
        Assert.True(started.Success, started.Message);
        await graph.App.ResourceNotifications.WaitForResourceAsync(
            resource,
            change => change.ResourceId == id && RunningGraph.IsUp(change),
            ct);
    }
}
