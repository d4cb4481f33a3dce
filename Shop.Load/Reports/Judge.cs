using System.Globalization;
using Shop.Load.Personas;
using Shop.Load.Statistics;

namespace Shop.Load.Reports;

/// <summary>One thing that was checked: a limit and what was measured.</summary>
sealed record Check(string Endpoint, string What, double Limit, double Measured, bool Passed);

/// <summary>
/// The p95 of an endpoint before and now. Noise is how much it differs between parts of one run and between equal runs.
/// </summary>
sealed record Change(string Endpoint, double Before, double Now, double Noise, string Verdict)
{
    public const string Worse = "worse";
    public const string Better = "better";
    public const string Same = "same";

    public double Difference => Before == 0 ? 0 : Now / Before - 1;
}

/// <summary>Whether a run passed, and what changed since other runs of the same profile.</summary>
sealed record Judgement(
    bool Passed,
    IReadOnlyList<Check> Checks,
    IReadOnlyList<Change> SinceLastRun,
    IReadOnlyList<Change> SinceBaselineRun,
    IReadOnlyList<string> Sentences);

/// <summary>Compares a run with its limits and with earlier runs.</summary>
sealed class Judge(Baselines baselines)
{
    /// <summary>A smaller change is none, however quiet the machine.</summary>
    public const double Noticeable = 0.1;

    // Fewer requests have no p95 worth a word.
    const int MinRequests = 50;

    // The p95 of fewer requests is the longest of them, and often the first one after a start.
    const int MinRequestsOfLimit = 20;

    // A change beyond two standard errors of the difference is not noise.
    const double Confidence = 2;

    /// <param name="run">The run to judge.</param>
    /// <param name="earlier">Runs of the same profile, oldest first.</param>
    /// <param name="baseline">The run that later ones are measured against, if there is one.</param>
    public Judgement Of(RunResult run, IReadOnlyList<RunResult> earlier, RunResult? baseline)
    {
        var limits = baselines.Of(run.Profile);
        var checks = Checks(run, limits).ToList();
        var sinceLast = earlier.Count == 0 ? [] : Changes(earlier[^1], run, earlier).ToList();
        var sinceBaseline = baseline is null ? [] : Changes(baseline, run, earlier).ToList();
        var passed = run.Total.Requests > 0 && run.Troubles.Count == 0 && checks.TrueForAll(check => check.Passed);
        var sentences = Sentences(run, passed, checks, sinceLast, sinceBaseline);
        return new(passed, checks, sinceLast, sinceBaseline, [.. sentences, .. TooFew(run, limits)]);
    }

    static IEnumerable<string> TooFew(RunResult run, IReadOnlyDictionary<string, Limits> limits)
    {
        var names = Limited(run, limits)
            .Where(limited => limited.Limits.P95 is not null && limited.Summary.Requests < MinRequestsOfLimit)
            .Select(limited => NameOf(limited.Summary))
            .ToList();
        if (names.Count > 0)
            yield return Text(
                $"Fewer than {MinRequestsOfLimit} requests, so no p95 was checked: {string.Join(", ", names)}.");
    }

    // The endpoints that were requested and have limits, and all requests together.
    static IEnumerable<(EndpointSummary Summary, Limits Limits)> Limited(
        RunResult run, IReadOnlyDictionary<string, Limits> limits)
    {
        foreach (var summary in run.Endpoints.Append(run.Total).Where(summary => summary.Requests > 0))
        {
            if (limits.TryGetValue(NameOf(summary), out var limit))
                yield return (summary, limit);
        }
    }

    static IEnumerable<Check> Checks(RunResult run, IReadOnlyDictionary<string, Limits> limits)
    {
        foreach (var (summary, limit) in Limited(run, limits))
        {
            var endpoint = NameOf(summary);
            if (limit.P95 is { } p95 && summary.Requests >= MinRequestsOfLimit)
                yield return new(endpoint, "p95 ms", p95, summary.P95, summary.P95 <= p95);
            if (limit.ErrorRate is { } rate)
                yield return new(endpoint, "error rate", rate, summary.ErrorRate, summary.ErrorRate <= rate);
        }
        var all = limits.GetValueOrDefault(Baselines.Total);
        if (all?.Recovery is { } seconds)
        {
            foreach (var recovery in Recovery.Of(run))
                yield return new(Baselines.Total, "recovery s", seconds, recovery, recovery <= seconds);
        }
        if (all?.MemoryGrowth is { } growth)
        {
            foreach (var host in run.Inside?.Hosts ?? [])
                yield return new(host.Host, "memory growth", growth, host.Growth, host.Growth <= growth);
        }
    }

    static IEnumerable<Change> Changes(RunResult before, RunResult now, IReadOnlyList<RunResult> earlier)
    {
        foreach (var endpoint in now.Endpoints.Append(now.Total))
        {
            var was = Find(before, endpoint);
            if (was is null || was.Requests < MinRequests || endpoint.Requests < MinRequests)
                continue;
            var others = earlier.Select(run => Find(run, endpoint)).OfType<EndpointSummary>().ToList();
            var noise = NoiseOf(was, endpoint, others);
            var change = new Change(NameOf(endpoint), was.P95, endpoint.P95, noise, Change.Same);
            yield return change with
            {
                Verdict = Math.Abs(change.Difference) <= Math.Max(Noticeable, noise)
                    ? Change.Same
                    : change.Difference > 0 ? Change.Worse : Change.Better
            };
        }
    }

    // The larger of what parts of these two runs and repeated runs say.
    static double NoiseOf(EndpointSummary was, EndpointSummary now, List<EndpointSummary> earlier)
    {
        var within = Math.Sqrt(Square(ErrorOf(was.Parts)) + Square(ErrorOf(now.Parts)));
        var between = earlier.Count < 3 ? 0 : Spread([.. earlier.Select(run => run.P95)]) * Math.Sqrt(2);
        return Confidence * Math.Max(within, between);
    }

    /// <summary>The standard error of the mean of the parts, relative to the mean.</summary>
    static double ErrorOf(IReadOnlyList<double> parts) => parts.Count < 2 ? 0 : Spread(parts) / Math.Sqrt(parts.Count);

    static double Spread(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return mean == 0 ? 0 : Math.Sqrt(values.Sum(value => Square(value - mean)) / (values.Count - 1)) / mean;
    }

    static double Square(double value) => value * value;

    static IEnumerable<string> Sentences(
        RunResult run, bool passed, List<Check> checks, List<Change> sinceLast, List<Change> sinceBaseline)
    {
        yield return run.Total.Requests == 0
            ? "Failed: no request was sent."
            : run.Troubles.Count > 0
            ? "Failed: the run is not whole, so its figures prove nothing."
            : passed
                ? Text($"Passed: {checks.Count} limits were kept.")
                : Text($"Failed: {checks.Count(check => !check.Passed)} of {checks.Count} limits were not kept.");
        foreach (var trouble in run.Troubles)
            yield return trouble;
        var (total, users) = (run.Total, run.MostUsers);
        var rate = Text($"{run.Seconds:0} s, {run.RequestsPerSecond:0.0} a second");
        yield return Text($"{total.Requests} requests of at most {users} users in {rate}; {total.Failures} failed.");
        if (run.Endpoints.FirstOrDefault(IsCall) is { } calls)
            yield return Text($"{calls.Requests} calls ended, {calls.Requests / run.Seconds * 60:0.0} a minute.");
        foreach (var sentence in run.Stages.Count > 1 ? ByStage(run) : [])
            yield return sentence;
        foreach (var check in checks.Where(check => !check.Passed))
            yield return Text(
                $"{check.Endpoint}: {check.What} {check.Measured:0.###}, the limit is {check.Limit:0.###}.");
        // How long a call takes is up to the caller.
        var frequent = run.Endpoints.Where(endpoint => endpoint.Requests >= MinRequests && !IsCall(endpoint));
        if (frequent.MaxBy(endpoint => endpoint.P95) is { } slowest)
            yield return Text($"Slowest: {NameOf(slowest)}, p95 {slowest.P95:0.#} ms.");
        if (run.Endpoints.Where(endpoint => endpoint.Failures > 0).MaxBy(endpoint => endpoint.ErrorRate) is { } failing)
            yield return Text($"Failing most: {NameOf(failing)}, {failing.ErrorRate:0.0 %} of its requests.");
        foreach (var sentence in run.Inside is { } inside ? Bottlenecks.Of(inside) : [])
            yield return sentence;
        foreach (var sentence in Compared("the run before", sinceLast))
            yield return sentence;
        foreach (var sentence in Compared("the baseline run", sinceBaseline))
            yield return sentence;
    }

    // Shows from how many users on a shop degrades.
    static IEnumerable<string> ByStage(RunResult run)
    {
        var from = 0.0;
        foreach (var stage in run.Stages)
        {
            var until = stage.Until.TotalSeconds;
            var points = run.Timeline
                .Where(point => point.Seconds > from && point.Seconds <= until && point.Requests > 0)
                .ToList();
            from = until;
            if (points.Count == 0)
                continue;
            var failed = (double)points.Sum(point => point.Failures) / points.Sum(point => point.Requests);
            var p95 = Median.Of(points.Select(point => point.P95));
            yield return Text($"With {stage.Users} users: p95 {p95:0.#} ms, {failed:0.0 %} failed.");
        }
    }

    static IEnumerable<string> Compared(string with, List<Change> changes)
    {
        if (changes.Count == 0)
            yield break;
        var changed = changes.Where(change => change.Verdict != Change.Same).ToList();
        if (changed.Count == 0)
            yield return Text($"Against {with}, no p95 has changed by more than {Noticeable:0 %} and its noise.");
        foreach (var change in changed)
        {
            var times = Text($"p95 {change.Before:0.#} ms became {change.Now:0.#} ms");
            var difference = Text($"{change.Difference:+0 %;-0 %}, with a noise of {change.Noise:0 %}");
            yield return $"Against {with}, {change.Endpoint} is {change.Verdict}: {times}, {difference}.";
        }
    }

    static bool IsCall(EndpointSummary endpoint) =>
        endpoint is { Method: AudioSocketUser.Method, Name: AudioSocketUser.Call };

    static EndpointSummary? Find(RunResult run, EndpointSummary like) => like.Method.Length == 0
        ? run.Total
        : run.Endpoints.FirstOrDefault(endpoint => endpoint.Method == like.Method && endpoint.Name == like.Name);

    static string NameOf(EndpointSummary endpoint) =>
        endpoint.Method.Length == 0 ? Baselines.Total : $"{endpoint.Method} {endpoint.Name}";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
