namespace Shop.Tests.InnerLoop;

/// <summary>What the shared graph consists of. Its fixture has waited until all of it is healthy.</summary>
public class GraphTests(ShopFixture shop)
{
    [Fact]
    public void The_graph_has_these_resources() => Assert.Equal(
        ["api", "mail", "migrations", "postgres", "rabbitmq", "redis", "shopdb", "web", "wiremock", "worker"],
        shop.Graph.Resources.Select(resource => resource.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_worker_has_two_replicas()
    {
        Assert.Equal(2, shop.Graph.Instances.Count(instance => instance.Name == "worker" && instance.Pid is not null));
    }
}
