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

    public ShopFixture() : this("shared")
    {
    }

    /// <summary>A second graph, for tests that break it.</summary>
    internal ShopFixture(string name, params string[] args) => (_name, _args) = (name, args);

    public RunningGraph Graph => _graph ?? throw new InvalidOperationException("The graph did not start.");

    public OtlpReceiver Telemetry => Graph.Telemetry;

    public HttpClient Api { get; private set; } = null!;

    public HttpClient Web { get; private set; } = null!;

    public HttpClient WireMock { get; private set; } = null!;

    /// <summary>
    /// Signed in as the first account of the graph, which is its admin. Tests must not change that account:
    /// <c>Customers.AdminAsync</c> creates another.
    /// </summary>
    public HttpClient Admin { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _graph = await RunningGraph.StartAsync(_name, CancellationToken.None, _args);
        Api = Client("api");
        Web = Client("web");
        WireMock = Client("wiremock");
        Database = NpgsqlDataSource.Create(await ConnectionStringAsync(ShopDatabase.Name));
        Admin = (await Customers.RegisterAsync(this, CancellationToken.None)).Api;
    }

    public async ValueTask DisposeAsync()
    {
        if (_graph is null)
            return;
        await Database.DisposeAsync();
        await _graph.SaveLogsAsync(_name);
        await _graph.DisposeAsync();
    }

    public async Task<string> ConnectionStringAsync(string resource) =>
        await Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.GetConnectionStringAsync(
            Graph.App, resource)
        ?? throw new InvalidOperationException($"{resource} has no connection string.");

    /// <summary>One more client of the API, with headers of its own.</summary>
    public HttpClient NewApiClient() => Client("api");

    HttpClient Client(string resource) =>
        Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(
            Graph.App, resource, "http");
}
