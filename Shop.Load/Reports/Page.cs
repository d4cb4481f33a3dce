using System.Globalization;
using Shop.Charts;
using Shop.Load.Statistics;

namespace Shop.Load.Reports;

/// <summary>The report of a run as one HTML page that needs no other file, for the screen and for paper.</summary>
static partial class Page
{
    // The names of the colors are those of the site, whose style of charts the page contains too.
    const string Style =
        """
        :root { color-scheme: light dark; --ink: light-dark(#1c1c1c, #eee); --quiet: light-dark(#666, #aaa);
          --line: light-dark(#ddd, #444); --card: light-dark(#fff, #16181c); --warn: light-dark(#b42318, #ff8a80);
          --good: light-dark(#186a3b, #7ddba0) }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--card); margin: 2rem auto;
          max-width: 64rem; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: normal }
        th:first-child, td:first-child { text-align: left } thead th { font-weight: bold }
        .scroll { overflow-x: auto } .unseen { display: none }
        .passed { color: var(--good) } .failed, .worse { color: var(--warn) }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1rem }
        @media print { body { margin: 0; max-width: none } figure, tr { break-inside: avoid } }
        """;

    static readonly ChartTexts Texts = ChartTexts.English;

    public static string Of(RunResult run, Judgement judgement)
    {
        var verdict = judgement.Passed ? "passed" : "failed";
        var started = run.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var sentences = Html.Join(judgement.Sentences, sentence => Html.Of($"<li>{sentence}</li>"));
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{run.Profile} {verdict}, {started}</title>
            <style>{Css()}</style>
            </head>
            <body>
            <h1>{run.Profile}: <span class="{verdict}">{verdict}</span></h1>
            <p>{run.Purpose}</p>
            <p>{started} UTC, {run.Address.ToString()}, time × {run.Scale.ToString("0.##", CultureInfo.InvariantCulture)}</p>
            <ul>{sentences}</ul>
            {Endpoints(run)}
            <h2>Over time</h2>
            <div class="charts">{Html.Join(ChartsOf(run), chart => chart.Figure(Texts))}</div>
            {Checks(judgement.Checks)}
            {InsideOf(run.Inside)}
            {Changes("Against the run before", judgement.SinceLastRun)}
            {Changes("Against the baseline run", judgement.SinceBaselineRun)}
            {Failures(run.Failures)}
            </body>
            </html>
            """).ToString();
    }

    // The text of a style element is not encoded.
    static Html Css()
    {
        using var charts = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream("charts.css")!);
        var css = new Html(Style.Length, 0);
        css.AppendLiteral(Style);
        css.AppendLiteral(charts.ReadToEnd());
        return css;
    }

    static IEnumerable<Chart> ChartsOf(RunResult run)
    {
        if (run.Timeline.Count > 0)
        {
            yield return Line("users", "Users", run, point => point.Users);
            yield return Line("rps", "Requests per second", run, point => point.Requests / run.SecondsPerPoint);
            yield return Line("p95", "p95", run, point => point.P95, ChartUnit.Milliseconds);
            yield return Line("failures", "Failures", run, point => point.Failures);
        }
        yield return new BarList
        {
            Id = "distribution",
            Title = "Response times of all requests",
            NameTitle = "Time",
            Description = "How many requests took at most so many milliseconds.",
            Bars =
            [
                .. run.Total.Distribution.Select(bucket => new Bar(
                    Text($"≤ {bucket.Milliseconds} ms"), bucket.Requests))
            ]
        };
    }

    static LineChart Line(
        string id, string title, RunResult run, Func<Point, double> value, ChartUnit unit = ChartUnit.Count) => new()
        {
            Id = id,
            Title = title,
            Description = Text($"{title} over the {run.Seconds:0} seconds of the run."),
            Starts = [.. run.Timeline.Select(point => run.StartedAt.AddSeconds(point.Seconds))],
            Interval = TimeSpan.FromSeconds(run.SecondsPerPoint),
            Series = [new(title, [.. run.Timeline.Select(point => (double?)value(point))])],
            Unit = unit
        };

    static Html Endpoints(RunResult run) => Table(
        "Endpoints",
        ["endpoint", "requests", "failures", "avg ms", "p50", "p95", "p99", "max", "RPS"],
        run.Endpoints.Append(run.Total).Select(endpoint => new Row(
        [
            $"{endpoint.Method} {endpoint.Name}".Trim(),
            Text($"{endpoint.Requests}"),
            Text($"{endpoint.Failures}"),
            Ms(endpoint.Mean),
            Ms(endpoint.P50),
            Ms(endpoint.P95),
            Ms(endpoint.P99),
            Ms(endpoint.Max),
            Text($"{endpoint.Requests / Math.Max(1, run.Seconds):0.0}")
        ])));

    static Html Checks(IReadOnlyList<Check> checks) => Table(
        "Limits",
        ["endpoint", "what", "limit", "measured", "verdict"],
        checks.Select(check => new Row(
        [
            check.Endpoint,
            check.What,
            Text($"{check.Limit:0.###}"),
            Text($"{check.Measured:0.###}"),
            check.Passed ? "kept" : "not kept"
        ],
        check.Passed ? "" : "failed")));

    static Html Changes(string title, IReadOnlyList<Change> changes) => Table(
        title,
        ["endpoint", "p95 before", "p95 now", "change", "noise", "verdict"],
        changes.Select(change => new Row(
        [
            change.Endpoint,
            Ms(change.Before),
            Ms(change.Now),
            Text($"{change.Difference:+0 %;-0 %}"),
            Text($"{change.Noise:0 %}"),
            change.Verdict
        ],
        change.Verdict == Change.Worse ? "worse" : "")));

    static Html Failures(IReadOnlyList<RequestFailure> failures) => Table(
        "Failures",
        ["endpoint", "error", "times"],
        failures.Select(failure => new Row(
            [$"{failure.Method} {failure.Name}", failure.Error, Text($"{failure.Occurrences}")], "failed")));

    static Html Table(string title, string[] heads, IEnumerable<Row> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return Html.Of($"");
        var body = Html.Join(
            all,
            row => Html.Of(
                $"""<tr class="{row.Class}">{Html.Join(row.Cells, cell => Html.Of($"<td>{cell}</td>"))}</tr>"""));
        return Html.Of(
            $"""
            <h2>{title}</h2>
            <div class="scroll" tabindex="0"><table>
            <thead><tr>{Html.Join(heads, head => Html.Of($"""<th scope="col">{head}</th>"""))}</tr></thead>
            <tbody>{body}</tbody></table></div>
            """);
    }

    static string Ms(double milliseconds) => Text($"{milliseconds:0.0}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Row(string[] Cells, string Class = "");
}
