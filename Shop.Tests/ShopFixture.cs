using Npgsql;
using Shop.Database;
using Shop.Tests;
using Shop.Tests.Accounts;
using Shop.Tests.Telemetry;

[assembly: AssemblyFixture(typeof(ShopFixture))]

namespace Shop.Tests;

/// <summary>The graph that all tests share, started once per run. Each test uses its own data.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    readonly string _name;
    readonly string[] _args;
    RunningGraph? _graph;
    HttpClient? _wireMock, _admin;
    NpgsqlDataSource? _database;

    public ShopFixture() : this("shared")
    {
    }

    /// <summary>A second graph, for tests that break it.</summary>
    internal ShopFixture(string name, params string[] args) => (_name, _args) = (name, args);

    /// <summary>A test that needs it is skipped where a shop elsewhere is tested (<see cref="RemoteShop"/>).</summary>
    public RunningGraph Graph => Need(_graph, "the graph");

    public OtlpReceiver Telemetry => Graph.Telemetry;

    public HttpClient Api { get; private set; } = null!;

    public HttpClient Web { get; private set; } = null!;

    public HttpClient WireMock => Need(_wireMock, "the stubs of providers");

    /// <summary>
    /// Signed in as the first account of the graph, which is its admin. Tests must not change that account:
    /// <c>Customers.AdminAsync</c> creates another.
    /// </summary>
    public HttpClient Admin => Need(_admin, "an admin (SHOP_ADMIN)");

    public NpgsqlDataSource Database => Need(_database, "the database (SHOP_DATABASE)");

    public async ValueTask InitializeAsync()
    {
        if (RemoteShop.Address is not null)
        {
            Api = Web = RemoteShop.NewClient();
            _admin = await RemoteShop.SignInAsync();
            _database = RemoteShop.Database is { } remote ? NpgsqlDataSource.Create(remote) : null;
            return;
        }
        _graph = await RunningGraph.StartAsync(_name, CancellationToken.None, _args);
        Api = Client("api");
        Web = Client("web");
        _wireMock = Client("wiremock");
        _database = NpgsqlDataSource.Create(await ConnectionStringAsync(ShopDatabase.Name));
        _admin = (await Customers.RegisterAsync(this, CancellationToken.None)).Api;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        if (_graph is null)
            return;
        await _graph.SaveLogsAsync(_name);
        await _graph.DisposeAsync();
    }

    public async Task<string> ConnectionStringAsync(string resource) =>
        await Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.GetConnectionStringAsync(
            Graph.App, resource)
        ?? throw new InvalidOperationException($"{resource} has no connection string.");

    /// <summary>One more client of the API, with headers of its own.</summary>
    public HttpClient NewApiClient() => RemoteShop.Address is null ? Client("api") : RemoteShop.NewClient();

    static T Need<T>(T? part, string name) where T : class
    {
        Assert.SkipWhen(part is null && RemoteShop.Address is not null, $"This needs {name}.");
        return part ?? throw new InvalidOperationException("The graph did not start.");
    }

    HttpClient Client(string resource) =>
        Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(
            Graph.App, resource, "http");
}
