using Shop.Tests;
using Shop.Tests.Telemetry;

[assembly: AssemblyFixture(typeof(ShopFixture))]

namespace Shop.Tests;

/// <summary>The graph that all tests share: started once per run. Tests keep apart by their data.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    RunningGraph? _graph;

    public RunningGraph Graph => _graph ?? throw new InvalidOperationException("The graph did not start.");

    public OtlpReceiver Telemetry => Graph.Telemetry;

    public HttpClient Api { get; private set; } = null!;

    public HttpClient Web { get; private set; } = null!;

    public HttpClient WireMock { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _graph = await RunningGraph.StartAsync("shared", CancellationToken.None);
        Api = Client("api");
        Web = Client("web");
        WireMock = Client("wiremock");
    }

    public async ValueTask DisposeAsync()
    {
        if (_graph is null)
            return;
        await _graph.KeepLogsAsync("shared");
        await _graph.DisposeAsync();
    }

    HttpClient Client(string resource) => Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(Graph.App, resource, "http");
}
