using Shop.Load.Statistics;

namespace Shop.Tests.Load;

public class ResponseTimesTests
{
    // The rounding of Locust's own workers (locust/stats.py), so that the master merges ours with theirs.
    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(1.6, 2)]
    [InlineData(99.4, 99)]
    [InlineData(99.7, 100)]
    [InlineData(147, 150)]
    [InlineData(994, 990)]
    [InlineData(996, 1000)]
    [InlineData(3432, 3400)]
    [InlineData(9960, 10000)]
    [InlineData(58760, 59000)]
    [InlineData(9_000_000, 600_000)]
    public void Times_are_rounded_as_locust_does(double milliseconds, int rounded)
    {
        var times = new ResponseTimes();

        times.Add(milliseconds);

        Assert.Equal([(rounded, 1)], times.All);
    }

    [Fact]
    public void Equal_times_are_counted_together_and_forgotten_together()
    {
        var times = new ResponseTimes();
        foreach (var milliseconds in (double[])[120, 121, 5, 2000])
            times.Add(milliseconds);

        Assert.Equal([(5, 1), (120, 2), (2000, 1)], times.All);
        times.Clear();
        Assert.Empty(times.All);
    }

    [Fact]
    public void A_report_contains_what_is_new_and_the_run_contains_everything()
    {
        var recorder = new Recorder(TimeProvider.System);
        var reported = new List<(string Name, long Requests, long Failures)>();
        void Take() => recorder.Take(endpoint => reported.Add((endpoint.Name, endpoint.Requests, endpoint.Failures)));

        recorder.Add("GET", "/a", TimeSpan.FromMilliseconds(20), 100, null);
        recorder.Add("GET", "/a", TimeSpan.FromMilliseconds(40), 100, "500");
        Take();
        recorder.Add("GET", "/a", TimeSpan.FromMilliseconds(60), 100, null);
        Take();
        Take();

        Assert.Equal([("/a", 2, 1), ("/a", 1, 0)], reported);
        var run = Assert.Single(recorder.Summaries());
        Assert.Equal((3, 1, 300), (run.Requests, run.Failures, run.Bytes));
        Assert.Equal(60, run.Max, tolerance: 0.6);
        Assert.Equal(40, run.P50, tolerance: 0.4);
        Assert.Equivalent(run with { Method = "", Name = "Aggregated" }, recorder.Total(), strict: true);
    }

    [Fact]
    public void The_same_failure_is_counted_and_a_flood_of_different_ones_is_bounded()
    {
        var recorder = new Recorder(TimeProvider.System);
        for (var i = 0; i < 2000; i++)
            recorder.Add("GET", "/a", TimeSpan.Zero, 0, i % 2 == 0 ? "500" : $"error {i}");

        var failures = recorder.Take(_ => { });

        Assert.Contains(new("GET", "/a", "500", 1000), failures);
        Assert.InRange(failures.Count, 2, 500);
        Assert.Equal(2000, recorder.Total().Failures);
    }
}
