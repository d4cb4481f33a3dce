using System.Globalization;
using System.Net;
using System.Text;
using Shop.Load.Statistics;

namespace Shop.Load.Reports;

/// <summary>The report of a run as one HTML page, for the screen and for paper.</summary>
static class Page
{
    const string Style =
        """
        :root { color-scheme: light dark; --ink: #1c1c1c; --soft: #666; --line: #2563a8; --grid: #ddd; --bad: #b42318;
          --good: #186a3b; --paper: #fff }
        @media (prefers-color-scheme: dark) { :root { --ink: #eee; --soft: #aaa; --line: #7cb5f0; --grid: #444;
          --bad: #ff8a80; --good: #7ddba0; --paper: #16181c } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
          max-width: 60rem; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% } th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--grid);
          text-align: right } th:first-child, td:first-child { text-align: left }
        .scroll { overflow-x: auto } .passed { color: var(--good) } .failed, .worse { color: var(--bad) }
        figure { margin: 1rem 0 } svg { width: 100%; height: auto } svg text { font-size: 11px; fill: var(--soft) }
        .line { fill: none; stroke: var(--line); stroke-width: 1.5 } .column { fill: var(--line) } .grid { stroke: var(--grid) }
        @media print { body { margin: 0; max-width: none } figure, tr { break-inside: avoid } }
        """;

    public static string Of(RunResult run, Judgement judgement)
    {
        var page = new StringBuilder();
        var verdict = judgement.Passed ? "passed" : "failed";
        page.Append(Text($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{run.Profile} {verdict}, {run.StartedAt:yyyy-MM-dd HH:mm}</title><style>{Style}</style></head><body>
            <h1>{Html(run.Profile)}: <span class="{verdict}">{verdict}</span></h1>
            <p>{Html(run.Purpose)}</p>
            <p>{run.StartedAt:yyyy-MM-dd HH:mm} UTC, {Html(run.Address.ToString())}, time × {run.Scale:0.##}</p>
            <ul>
            """));
        foreach (var sentence in judgement.Sentences)
            page.Append(Text($"<li>{Html(sentence)}</li>"));
        page.Append("</ul>");
        AddEndpoints(page, run);
        AddCharts(page, run);
        AddChecks(page, judgement.Checks);
        AddChanges(page, "Against the run before", judgement.SinceLastRun);
        AddChanges(page, "Against the baseline run", judgement.SinceBaselineRun);
        AddFailures(page, run.Failures);
        return page.Append("</body></html>").ToString();
    }

    static void AddEndpoints(StringBuilder page, RunResult run) => AddTable(
        page,
        "Endpoints",
        ["endpoint", "requests", "failures", "avg ms", "p50", "p95", "p99", "max", "RPS"],
        run.Endpoints.Append(run.Total).Select(endpoint => new Row(null,
        [
            $"{endpoint.Method} {endpoint.Name}".Trim(), Text($"{endpoint.Requests}"), Text($"{endpoint.Failures}"),
            Ms(endpoint.Mean), Ms(endpoint.P50), Ms(endpoint.P95), Ms(endpoint.P99), Ms(endpoint.Max),
            Text($"{endpoint.Requests / Math.Max(1, run.Seconds):0.0}")
        ])));

    static void AddCharts(StringBuilder page, RunResult run)
    {
        page.Append("<h2>Over time</h2>");
        var gaps = run.Timeline.Zip(run.Timeline.Prepend(new(0, 0, 0, 0, 0, 0)), (at, before) => at.Seconds - before.Seconds)
            .ToList();
        page.Append(Charts.Line("Users", "", Line(run, point => point.Users)));
        page.Append(Charts.Line("Requests per second", "", [.. run.Timeline.Select(
            (point, i) => (point.Seconds, point.Requests / Math.Max(0.001, gaps[i])))]));
        page.Append(Charts.Line("p95", "ms", Line(run, point => point.P95)));
        page.Append(Charts.Line("Failures", "", Line(run, point => point.Failures)));
        page.Append(Charts.Columns(
            "Response times of all requests, up to … ms",
            "",
            [.. run.Total.Distribution.Select(bucket => (Text($"{bucket.Milliseconds}"), (double)bucket.Requests))]));
    }

    static List<(double, double)> Line(RunResult run, Func<Point, double> value) =>
        [.. run.Timeline.Select(point => (point.Seconds, value(point)))];

    static void AddChecks(StringBuilder page, IReadOnlyList<Check> checks) => AddTable(
        page,
        "Limits",
        ["endpoint", "what", "limit", "measured", ""],
        checks.Select(check => new Row(check.Passed ? null : "failed",
        [
            check.Endpoint, check.What, Text($"{check.Limit:0.###}"), Text($"{check.Measured:0.###}"),
            check.Passed ? "kept" : "not kept"
        ])));

    static void AddChanges(StringBuilder page, string title, IReadOnlyList<Change> changes) => AddTable(
        page,
        title,
        ["endpoint", "p95 before", "p95 now", "change", "noise", ""],
        changes.Select(change => new Row(change.Verdict == Change.Worse ? "worse" : null,
        [
            change.Endpoint, Ms(change.Before), Ms(change.Now), Text($"{change.Difference:+0 %;-0 %}"),
            Text($"{change.Noise:0 %}"), change.Verdict
        ])));

    static void AddFailures(StringBuilder page, IReadOnlyList<Failure> failures) => AddTable(
        page,
        "Failures",
        ["endpoint", "error", "times"],
        failures.Select(failure => new Row("failed",
            [$"{failure.Method} {failure.Name}", failure.Error, Text($"{failure.Occurrences}")])));

    static void AddTable(StringBuilder page, string title, string[] heads, IEnumerable<Row> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;
        page.Append(Text($"<h2>{title}</h2><div class=\"scroll\" tabindex=\"0\"><table><thead><tr>"));
        foreach (var head in heads)
            page.Append(Text($"<th scope=\"col\">{head}</th>"));
        page.Append("</tr></thead><tbody>");
        foreach (var row in all)
        {
            page.Append(row.Class is null ? "<tr>" : Text($"<tr class=\"{row.Class}\">"));
            foreach (var cell in row.Cells)
                page.Append(Text($"<td>{Html(cell)}</td>"));
            page.Append("</tr>");
        }
        page.Append("</tbody></table></div>");
    }

    static string Ms(double milliseconds) => Text($"{milliseconds:0.0}");

    static string Html(string text) => WebUtility.HtmlEncode(text);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Row(string? Class, string[] Cells);
}
