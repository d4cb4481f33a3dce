using Shop.Load.Personas;
using Shop.Load.Running;
using Shop.Load.Statistics;

namespace Shop.Tests.Load;

public class ArrivalsTests
{
    // A shop that stands still for half a second keeps those waiting who come meanwhile. With a fixed number of users,
    // one request would be slow; whoever arrives finds out.
    [Fact]
    public async Task A_standstill_is_felt_by_everybody_who_arrives_meanwhile()
    {
        var standstill = TimeSpan.FromMilliseconds(500);
        var open = new TaskCompletionSource();
        var shop = new FakeShop { Delay = (_, ct) => open.Task.WaitAsync(ct) };
        var recorder = new Recorder(TimeProvider.System);
        using var timer = new Timer(_ => open.TrySetResult(), null, standstill, Timeout.InfiniteTimeSpan);
        var arrivals = new Arrivals(
            PersonaKinds.All(null),
            new Dictionary<string, int> { [nameof(WindowShopper)] = 1 },
            () => new(shop, recorder),
            perSecond: 200,
            TimeProvider.System);

        await arrivals.RunAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        var total = recorder.Total();
        Assert.InRange(total.Requests, 50, 400);
        Assert.InRange(total.P95, 100, 2_000);
    }
}
