using Shop.Load.Leading;
using Shop.Load.Locust;
using Shop.Load.Running;
using Shop.Load.Statistics;

namespace Shop.Tests.Load;

/// <summary>Workers under a real Locust master, led as ./dev load does.</summary>
public class LocustMasterTests
{
    const string Persona = "WindowShopper";

    static readonly List<Stage> Stages =
    [
        new(TimeSpan.FromSeconds(1), 12, 100),
        new(TimeSpan.FromSeconds(2.5), 4, 100)
    ];

    [Fact]
    public async Task A_master_counts_every_request_of_one_two_and_four_workers_also_after_its_restart()
    {
        LocustMaster.Require();
        var ct = TestContext.Current.CancellationToken;
        await using var master = new LocustMaster();
        await master.StartAsync(ct);
        List<RunningWorker> workers = [];
        try
        {
            foreach (var count in (int[])[1, 2, 4])
            {
                while (workers.Count < count)
                    workers.Add(new(master.Port, Persona));
                await RunAsync(master, workers, ct);
            }
            await master.KillAsync();
            await master.StartAsync(ct);
            await RunAsync(master, workers, ct);

            Assert.Equal(0, await master.QuitAsync(ct));
            await Task.WhenAll(workers.Select(worker => worker.EndsAsync()));
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_run_says_if_no_master_answers()
    {
        using var nobody = new MasterPage(new("http://127.0.0.1:9"));

        Assert.Null(await nobody.StatusAsync(TestContext.Current.CancellationToken));
    }

    // LedRun itself compares the sum of the recordings with the master's total.
    static async Task RunAsync(LocustMaster master, List<RunningWorker> workers, CancellationToken ct)
    {
        var before = workers.Sum(worker => worker.Shop.Calls.Count);
        var progress = new List<Progress>();
        var run = new LedRun(master.Page, workers.Count, progress.Add, TimeProvider.System);
        var assignment = new Assignment(
            $"run-{workers.Count}", new("http://127.0.0.1:1"), null, 2.5, 0, 30, "a staff account's token", null);

        var recordings = await run.RunAsync(
            Stages, new(new Dictionary<string, int> { [Persona] = 1 }, assignment), ct);

        Assert.Empty(run.Troubles);
        var sent = workers.Sum(worker => worker.Shop.Calls.Count) - before;
        Assert.Equal(sent, recordings.Total.Requests);
        Assert.InRange(sent, 100, 10_000);
        Assert.All(workers, worker => Assert.Equal(assignment, worker.Assigned));
        Assert.Equal(["/walk"], recordings.Endpoints.Select(endpoint => endpoint.Name));
        Assert.Contains(recordings.Timeline(1), point => point.Users == 12);
        Assert.NotEmpty(progress);
    }

    [Fact]
    public void Recordings_add_up_to_what_one_worker_would_have_measured()
    {
        var (whole, first, second) = (Recorder(), Recorder(), Recorder());
        for (var i = 1; i <= 1000; i++)
        {
            var (took, error) = (TimeSpan.FromMilliseconds(i * i / 1000.0), i % 100 == 0 ? "503" : null);
            whole.Add("GET", "/a", took, i, error);
            (i % 3 == 0 ? first : second).Add("GET", "/a", took, i, error);
        }
        var recordings = new Recordings();

        foreach (var recorder in (Recorder[])[first, second])
        {
            var points = new List<RecordedPoint> { recorder.Interval.Record(3) };
            recordings.Add(Recording.Read(recorder.Record("run", points).ToJson()));
        }

        var (expected, merged) = (whole.Summaries()[0], recordings.Endpoints[0]);
        Assert.Equal(expected with { Parts = [], Distribution = [] }, merged with { Parts = [], Distribution = [] });
        Assert.Equal(expected.Parts, merged.Parts);
        Assert.Equal(expected.Distribution, merged.Distribution);
        Assert.Equal(expected.P99, recordings.Total.P99);
        Assert.Equal([new("GET", "/a", "503", 10)], recordings.Failures);
        var point = whole.Interval.Take(TimeSpan.FromSeconds(1), 6);
        Assert.Equal([point], recordings.Timeline(1));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", null, null, true)]
    [InlineData("http://localhost:8080", "127.0.0.1:9092", null, true)]
    [InlineData("https://shop.example.com", null, null, false)]
    [InlineData("https://shop.example.com", null, "example.com", false)]
    [InlineData("https://shop.example.com", "shop.example.com:9092", "shop.example.com", true)]
    [InlineData("http://127.0.0.1:8080", "pbx.example.com:9092", null, false)]
    [InlineData("http://127.0.0.1:8080", "nowhere", null, false)]
    public void A_worker_takes_another_address_only_from_its_owner(
        string address, string? voice, string? owned, bool isAllowed) =>
        Assert.Equal(isAllowed, new Assignment("run", new(address), owned, 1, 0, 30, null, voice).IsAllowed);

    static Recorder Recorder() => new(TimeProvider.System) { Duration = TimeSpan.FromHours(1) };
}
