using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Shop.Tests.Resilience;

public class BreakerMetricsTests
{
    [Fact]
    public async Task Each_client_has_its_own_breaker_even_for_one_address_and_metrics_show_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FailingAtAsync("/failing");
        using var breakers = new Breakers(server.Url);
        using var caller = Caller.Impatient();
        using var failing = caller.Client("failing");
        using var healthy = caller.Client("healthy");

        for (var i = 0; i < 20; i++)
            (await failing.PostAsync(new Uri(server.Url, "/failing"), null, ct)).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(
            () => failing.PostAsync(new Uri(server.Url, "/failing"), null, ct));
        using var answer = await healthy.GetAsync(server.Url, ct);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal([("failing", "", "OnCircuitOpened")], breakers.Events);
    }

    [Fact]
    public async Task WithBreakerPerPart_gives_each_part_of_an_API_its_own_breaker()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FailingAtAsync("/api/cart");
        using var breakers = new Breakers(server.Url);
        using var caller = Caller.Impatient();
        using var api = caller.Client(Caller.InParts);

        for (var i = 0; i < 20; i++)
            (await api.PostAsync(new Uri(server.Url, $"/api/cart/items/{i}"), null, ct)).Dispose();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => api.GetAsync(new Uri(server.Url, "/api/cart?page=2"), ct));
        foreach (var path in (string[])["/api/products", "/api/products/5", "/api/products/6/reviews?page=1", "/"])
            (await api.GetAsync(new Uri(server.Url, path), ct)).EnsureSuccessStatusCode().Dispose();

        Assert.Contains("/api/cart:", refused.Message, StringComparison.Ordinal);
        Assert.Equal([(Caller.InParts, "/api/cart", "OnCircuitOpened")], breakers.Events);
    }

    static Task<FlakyServer> FailingAtAsync(string path) => FlakyServer.StartAsync((_, context) =>
    {
        context.Response.StatusCode = context.Request.Path.StartsWithSegments(path) ? 500 : 200;
        return Task.CompletedTask;
    });

    /// <summary>Events of the breakers for one address in Polly's metrics: client, part, event.</summary>
    sealed class Breakers : IDisposable
    {
        readonly ConcurrentQueue<(string, string, string)> _events = new();
        readonly MeterListener _listener;

        public Breakers(Uri address)
        {
            _listener = new()
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Name == "resilience.polly.strategy.events")
                        listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((_, _, tags, _) =>
            {
                var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => $"{tag.Value}");
                // pipeline.instance = "client 127.0.0.1:40321/part"
                if (all["event.name"].StartsWith("OnCircuit", StringComparison.Ordinal)
                    && all["pipeline.instance"].Split($" {address.Authority}") is [var client, var part])
                    _events.Enqueue((client, part, all["event.name"]));
            });
            _listener.Start();
        }

        public IEnumerable<(string Client, string Part, string Event)> Events => _events;

        public void Dispose() => _listener.Dispose();
    }
}
