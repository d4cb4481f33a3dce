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
        Assert.Equal([("ill", "", 1), ("well", "", 0)], breakers.States);
        Assert.Equal(1, breakers.Openings);
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
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync(new Uri(server.Url, "/api/cart?page=2"), ct));
        foreach (var path in (string[])["/api/products", "/api/products/5", "/api/products/6/reviews?page=1", "/"])
            (await api.GetAsync(new Uri(server.Url, path), ct)).EnsureSuccessStatusCode().Dispose();

        Assert.Contains("/api/cart:", refused.Message, StringComparison.Ordinal);
        Assert.Equal([(Caller.InParts, "", 0), (Caller.InParts, "/api/cart", 1), (Caller.InParts, "/api/products", 0)], breakers.States);
    }

    static Task<FlakyServer> IllAtAsync(string path) => FlakyServer.StartAsync((_, context) =>
    {
        context.Response.StatusCode = context.Request.Path.StartsWithSegments(path) ? 500 : 200;
        return Task.CompletedTask;
    });

    /// <summary>The breakers for one address, as metrics tell of them: client, part, state.</summary>
    sealed class Breakers : IDisposable
    {
        readonly ConcurrentDictionary<(string, string), int> _states = new();
        readonly MeterListener _listener;
        long _openings;

        public Breakers(Uri address)
        {
            _listener = new()
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Name.StartsWith("shop.http.breaker.", StringComparison.Ordinal))
                        listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((_, state, tags, _) =>
            {
                if (Of(tags) is { } breaker)
                    _states[breaker] = state;
            });
            _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Interlocked.Add(ref _openings, Of(tags) is null ? 0 : count));
            _listener.Start();

            (string, string)? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                var all = tags.ToArray().ToDictionary();
                return address.Authority.Equals(all["server.address"]) ? ((string)all["http.client.name"]!, (string)all["shop.http.part"]!) : null;
            }
        }

        public long Openings => Interlocked.Read(ref _openings);

        public IEnumerable<(string Client, string Part, int State)> States
        {
            get
            {
                _listener.RecordObservableInstruments();
                return _states.Select(breaker => (breaker.Key.Item1, breaker.Key.Item2, breaker.Value)).Order();
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
