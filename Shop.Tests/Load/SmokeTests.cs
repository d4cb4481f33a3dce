using Shop.Load.Http;
using Shop.Load.Personas;
using Shop.Load.Running;
using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Tests.Load;

public class SmokeTests(ShopFixture shop)
{
    // Response times mean nothing while all other tests run, but a failure does.
    [Fact]
    public async Task A_rehearsal_of_the_smoke_profile_has_no_failure()
    {
        var ct = TestContext.Current.CancellationToken;
        var profile = await Profile.ReadAsync(new(Path.Combine(Repository.Root, "load/profiles/smoke.json")), ct);
        var recorder = new Recorder(TimeProvider.System);
        using var pool = new ConnectionPool(shop.Web.BaseAddress!, new(sampled: 0), TimeSpan.FromSeconds(30));
        var crowd = new Crowd(
            PersonaKinds.All(null), () => new(pool, recorder), TimeProvider.System, e => Assert.Fail($"{e}"));
        var run = new HeadlessRun(crowd, recorder, profile.Weights, TimeProvider.System);

        await run.RunAsync(profile.Scaled(0.06), _ => { }, ct);

        Assert.Empty(recorder.Failures);
        Assert.Equal(10, run.Timeline.Max(point => point.Users));
        Assert.Contains(recorder.Summaries(), endpoint => endpoint.Name == "/user-api/login");
    }
}
