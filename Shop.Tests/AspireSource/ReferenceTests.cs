using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Tests.AspireSource;

/// <summary>The environment that a reference gives to a resource, by the rules that client packages and service discovery read it with.</summary>
public class ReferenceTests
{
    [Fact]
    public async Task A_database_is_a_connection_string_and_its_parts()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var postgres = builder.AddPostgres("pg", password: builder.AddParameter("pg-password", "s/cret"));
        var database = postgres.AddDatabase("shop-db", "shop");
        Allocate(postgres.Resource, "tcp", 5432);

        var environment = await EnvironmentAsync(Client(builder).WithReference(database).Resource);

        Assert.Equal("Host=localhost;Port=5432;Username=postgres;Password=s/cret;Database=shop", environment["ConnectionStrings__shop-db"]);
        Assert.Equal(
            ("localhost", "5432", "postgres", "s/cret", "shop", "postgresql://postgres:s%2Fcret@localhost:5432/shop"),
            (environment["SHOP_DB_HOST"], environment["SHOP_DB_PORT"], environment["SHOP_DB_USERNAME"], environment["SHOP_DB_PASSWORD"], environment["SHOP_DB_DATABASENAME"], environment["SHOP_DB_URI"]));
    }

    [Fact]
    public async Task A_broker_is_a_uri()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var rabbitmq = builder.AddRabbitMQ("mq", password: builder.AddParameter("mq-password", "pa:ss"));
        Allocate(rabbitmq.Resource, "tcp", 5672);

        var environment = await EnvironmentAsync(Client(builder).WithReference(rabbitmq).Resource);

        Assert.Equal("amqp://guest:pa%3Ass@localhost:5672", environment["ConnectionStrings__mq"]);
        Assert.Equal(("localhost", "5672", "guest", "pa:ss"), (environment["MQ_HOST"], environment["MQ_PORT"], environment["MQ_USERNAME"], environment["MQ_PASSWORD"]));
    }

    [Fact]
    public async Task A_connection_may_be_given_another_name()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var postgres = builder.AddPostgres("pg", password: builder.AddParameter("pg-password", "secret"));
        Allocate(postgres.Resource, "tcp", 5432);

        var environment = await EnvironmentAsync(Client(builder).WithReference(postgres, "legacy").Resource);

        Assert.Equal("Host=localhost;Port=5432;Username=postgres;Password=secret", environment["ConnectionStrings__legacy"]);
        Assert.Equal("5432", environment["LEGACY_PORT"]);
        Assert.DoesNotContain("ConnectionStrings__pg", environment.Keys);
    }

    [Fact]
    public async Task An_endpoint_is_an_entry_of_service_discovery_and_a_plain_variable()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var stubs = builder.AddContainer("my-stubs", "image", "tag").WithHttpEndpoint(targetPort: 8080).WithHttpEndpoint(targetPort: 8081, name: "admin");
        Allocate(stubs.Resource, "http", 7001);
        Allocate(stubs.Resource, "admin", 7002);

        var environment = await EnvironmentAsync(Client(builder).WithReference(stubs.GetEndpoint("http")).WithReference(stubs.GetEndpoint("admin")).Resource);

        Assert.Equal("http://localhost:7001", environment["services__my-stubs__http__0"]);
        Assert.Equal("http://localhost:7002", environment["services__my-stubs__admin__0"]);
        Assert.Equal(("http://localhost:7001", "http://localhost:7002"), (environment["MY_STUBS_HTTP"], environment["MY_STUBS_ADMIN"]));
    }

    [Fact]
    public void Waiting_for_a_database_is_waiting_for_its_server_too()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var postgres = builder.AddPostgres("pg");
        var database = postgres.AddDatabase("db");

        var client = Client(builder).WaitFor(database).Resource;

        Assert.Equal(
            [("db", WaitType.WaitUntilHealthy), ("pg", WaitType.WaitUntilHealthy)],
            client.Annotations.OfType<WaitAnnotation>().Select(wait => (wait.Resource.Name, wait.WaitType)).Order());
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddContainer("cache", "image", "tag");

        var refused = Assert.Throws<DistributedApplicationException>(() => builder.AddContainer("Cache", "image", "tag"));

        Assert.Contains("Cache", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A process: the network of containers, where a container would look, has addresses in a running graph only.</summary>
    static IResourceBuilder<ExecutableResource> Client(IDistributedApplicationBuilder builder) => builder.AddExecutable("client", "client", ".");

    static void Allocate(IResource resource, string name, int port)
    {
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == name);
        endpoint.AllocatedEndpoint = new(endpoint, "localhost", port);
    }

    static async Task<Dictionary<string, string?>> EnvironmentAsync(ExecutableResource resource)
    {
        var ct = TestContext.Current.CancellationToken;
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), resource, cancellationToken: ct);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in context.EnvironmentVariables)
            values[name] = value is IValueProvider provider ? await provider.GetValueAsync(ct) : value.ToString();
        return values;
    }
}
