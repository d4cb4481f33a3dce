using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Shop.Load.Reports;
using Shop.Load.Statistics;

namespace Shop.Tests.Load;

public class JudgeTests
{
    const string Limits =
        """
        default:
          GET /a: { p95: 100, error_rate: 0.01 }
          all: { error_rate: 0.01 }
        stress:
          GET /a: { p95: 300 }
        """;

    static readonly Judge Judge = new(Baselines.Read(Limits));

    [Fact]
    public void A_run_passes_if_every_limit_is_kept_and_says_which_are_not()
    {
        Assert.True(Judge.Of(Run(90), [], null).Passed);

        var failed = Judge.Of(Run(120, failures: 20), [], null);

        Assert.False(failed.Passed);
        Assert.Equal(
            ["GET /a p95 ms", "GET /a error rate", "all error rate"],
            failed.Checks.Where(check => !check.Passed).Select(check => $"{check.Endpoint} {check.What}"));
        Assert.Contains("Failed: 3 of 3 limits were not kept.", failed.Sentences);
        Assert.Contains(
            failed.Sentences, sentence => sentence.Contains("GET /a: p95 ms 120", StringComparison.Ordinal));
    }

    [Fact]
    public void A_profile_has_limits_of_its_own_and_a_run_without_requests_has_not_passed()
    {
        Assert.True(Judge.Of(Run(290) with { Profile = "stress" }, [], null).Passed);
        var nothing = Run(0) with { Endpoints = [], Total = Endpoint("", "Aggregated", 0, 0, 0) };
        Assert.False(Judge.Of(nothing, [], null).Passed);
    }

    [Fact]
    public void The_p95_of_a_few_requests_is_not_checked_and_the_report_says_so()
    {
        var run = Run(90) with { Endpoints = [Endpoint("GET", "/a", 19, 0, 500)] };

        var judgement = Judge.Of(run, [], null);

        Assert.True(judgement.Passed);
        Assert.Contains("Fewer than 20 requests, so no p95 was checked: GET /a.", judgement.Sentences);
        run = Run(90) with { Endpoints = [Endpoint("GET", "/a", 20, 0, 500)] };
        Assert.False(Judge.Of(run, [], null).Passed);
    }

    [Fact]
    public void Thirty_percent_slower_is_worse_and_equal_runs_are_not()
    {
        var before = Run(60);

        Assert.All(
            Judge.Of(Run(62), [before], before).SinceLastRun, change => Assert.Equal(Change.Same, change.Verdict));
        var slower = Judge.Of(Run(78), [before], before);
        Assert.All(slower.SinceLastRun, change => Assert.Equal(Change.Worse, change.Verdict));
        Assert.Equal(slower.SinceLastRun, slower.SinceBaselineRun);
        Assert.All(
            Judge.Of(Run(45), [before], null).SinceLastRun, change => Assert.Equal(Change.Better, change.Verdict));
    }

    [Fact]
    public void What_equal_runs_differ_by_is_noise()
    {
        // The p95 of these runs was anything from 40 to 80 ms, with nothing changed.
        List<RunResult> earlier = [Run(40), Run(80), Run(55), Run(60)];

        var change = Judge.Of(Run(78), earlier, null).SinceLastRun[0];

        Assert.Equal(Change.Same, change.Verdict);
        Assert.InRange(change.Noise, 0.3, 1);
    }

    [Fact]
    public void What_the_parts_of_one_run_differ_by_is_noise_too()
    {
        var before = Run(60, parts: [20, 100, 30, 90, 60, 60, 10, 110, 50, 70]);

        Assert.Equal(Change.Same, Judge.Of(Run(78), [before], null).SinceLastRun[0].Verdict);
    }

    [Fact]
    public void Calls_a_minute_and_the_stage_that_is_too_much_are_said()
    {
        var run = Run(50, failures: 100) with
        {
            Endpoints = [Endpoint("VOICE", "call", 30, 0, 20_000), Endpoint("VOICE", "greeting", 100, 0, 50)],
            Stages = [new(TimeSpan.FromSeconds(1), 10, 10), new(TimeSpan.FromSeconds(2), 20, 10)]
        };

        var sentences = Judge.Of(run, [], null).Sentences;

        foreach (var sentence in (string[])
        [
            "30 calls ended, 30.0 a minute.", "With 10 users: p95 50 ms, 0.0 % failed.",
            "With 20 users: p95 50 ms, 20.0 % failed.", "Slowest: VOICE greeting, p95 50 ms."
        ])
            Assert.Contains(sentence, sentences);
    }

    [Fact]
    public void Wrong_limits_are_refused_with_their_line()
    {
        var error = Assert.Throws<ValidationException>(() => Baselines.Read("load:\n  GET /a: { p59: 100 }"));

        Assert.StartsWith("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_whole_in_one_page_and_its_result_can_be_read_again()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var run = Run(120, failures: 3) with { Failures = [new("GET", "/a", "500 <b>broken</b>", 3)] };
        var ct = TestContext.Current.CancellationToken;

        await ReportFiles.WriteAsync(folder, run, Judge.Of(run, [Run(60)], Run(60)), ct);

        var page = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"), ct);
        Assert.Contains("<span class=\"failed\">failed</span>", page, StringComparison.Ordinal);
        Assert.Contains("500 &lt;b&gt;broken&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Equal(5, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        var timeline = await File.ReadAllLinesAsync(Path.Combine(folder, "timeline.csv"), ct);
        Assert.Equal(run.Timeline.Count + 1, timeline.Length);
        Assert.Contains(
            "GET,/a,1000,3,",
            await File.ReadAllTextAsync(Path.Combine(folder, "endpoints.csv"), ct),
            StringComparison.Ordinal);
        var again = await RunResult.ReadAsync(Path.Combine(folder, RunResult.FileName), ct);
        Assert.Equal(run.Total.P95, again.Total.P95);
        Assert.Equal(run.Endpoints[0].Parts, again.Endpoints[0].Parts);
        Directory.Delete(folder, recursive: true);
    }

    static RunResult Run(double p95, long failures = 0, double[]? parts = null) => new(
        string.Create(CultureInfo.InvariantCulture, $"run-{p95}"),
        "load",
        "A test.",
        1,
        new("http://127.0.0.1:1"),
        DateTimeOffset.UnixEpoch,
        60,
        [Endpoint("GET", "/a", 1000, failures, p95, parts)],
        Endpoint("", "Aggregated", 1000, failures, p95, parts),
        [new(1, 10, 500, 0, 5, p95), new(2, 20, 500, failures, 5, p95)],
        []);

    static EndpointSummary Endpoint(
        string method, string name, long requests, long failures, double p95, double[]? parts = null) =>
        new(method, name, requests, failures, 0, p95 / 2, p95 / 2, p95, p95 * 2, p95 * 3)
        {
            Parts = parts ?? [p95, p95 * 1.01, p95 * 0.99, p95],
            Distribution = [new(64, requests / 2), new(128, requests / 2)]
        };
}
