using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Shop.Tests.Resilience;

public class BreakerMetricsTests
{
    [Fact]
    public async Task A_providers_breaker_shows_in_the_metrics_and_is_its_own_also_behind_one_address()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync((_, context) =>
        {
            context.Response.StatusCode = context.Request.Path == "/ill" ? 500 : 200;
            return Task.CompletedTask;
        });
        var states = new ConcurrentDictionary<string, int>();
        long openings = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("shop.http.breaker.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, state, tags, _) =>
        {
            if (Of(tags) is { } client)
                states[client] = state;
        });
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Interlocked.Add(ref openings, Of(tags) == "ill" ? count : 0));
        listener.Start();
        using var caller = Caller.Impatient();
        using var ill = caller.Client("ill");
        using var well = caller.Client("well");

        for (var i = 0; i < 20; i++)
            (await ill.PostAsync(new Uri(server.Url, "/ill"), null, ct)).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => ill.PostAsync(new Uri(server.Url, "/ill"), null, ct));
        using var answer = await well.GetAsync(server.Url, ct);
        listener.RecordObservableInstruments();

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal((1, 0, 1), (states["ill"], states["well"], Interlocked.Read(ref openings)));

        string? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary();
            return server.Url.Authority.Equals(all["server.address"]) ? (string?)all["http.client.name"] : null;
        }
    }
}
