using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Tests.InnerLoop;

public class GraphTests(ShopFixture shop)
{
    [Theory]
    [InlineData("postgres")]
    [InlineData("shopdb")]
    [InlineData("redis")]
    [InlineData("rabbitmq")]
    [InlineData("wiremock")]
    [InlineData("mail")]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("web")]
    public async Task Every_resource_is_healthy(string name)
    {
        var healthy = await shop.Graph.App.ResourceNotifications.WaitForResourceHealthyAsync(
            name, TestContext.Current.CancellationToken);

        Assert.Equal(
            (KnownResourceStates.Running, HealthStatus.Healthy),
            (healthy.Snapshot.State?.Text, healthy.Snapshot.HealthStatus));
    }

    [Fact]
    public async Task Migrations_run_to_their_end()
    {
        var ended = await shop.Graph.App.ResourceNotifications.WaitForResourceAsync(
            "migrations", RunningGraph.HasEnded, TestContext.Current.CancellationToken);

        Assert.Equal((KnownResourceStates.Finished, 0), (ended.Snapshot.State?.Text, ended.Snapshot.ExitCode));
    }

    [Fact]
    public void The_worker_has_two_replicas()
    {
        Assert.Equal(2, shop.Graph.Instances.Count(instance => instance.Name == "worker" && instance.Pid is not null));
    }
}
