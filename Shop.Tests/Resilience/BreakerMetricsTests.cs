using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Shop.Tests.Resilience;

public class BreakerMetricsTests
{
    [Fact]
    public async Task A_providers_breaker_shows_in_the_metrics_and_is_its_own_also_behind_one_address()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await IllAtAsync("/ill");
        using var breakers = new Breakers(server.Url);
        using var caller = Caller.Impatient();
        using var ill = caller.Client("ill");
        using var well = caller.Client("well");

        for (var i = 0; i < 20; i++)
            (await ill.PostAsync(new Uri(server.Url, "/ill"), null, ct)).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => ill.PostAsync(new Uri(server.Url, "/ill"), null, ct));
        using var answer = await well.GetAsync(server.Url, ct);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal([("ill", "", "OnCircuitOpened")], breakers.Events);
    }

    [Fact]
    public async Task Each_part_of_an_api_has_a_breaker_of_its_own_where_its_client_asks_for_that()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await IllAtAsync("/api/cart");
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

    static Task<FlakyServer> IllAtAsync(string path) => FlakyServer.StartAsync((_, context) =>
    {
        context.Response.StatusCode = context.Request.Path.StartsWithSegments(path) ? 500 : 200;
        return Task.CompletedTask;
    });

    /// <summary>What the breakers for one address do, as Polly's metrics tell of them: client, part, event.</summary>
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
