using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Load.Reports;

/// <summary>
/// A written report in Markdown: load/report-template.md with the figures of a run. People write the conclusions.
/// </summary>
static partial class Written
{
    public static string Of(RunResult run, Judgement judgement)
    {
        using var template = new StreamReader(
            typeof(Written).Assembly.GetManifestResourceStream("report-template.md")!);
        return Placeholder().Replace(template.ReadToEnd(), match => Fill(match.Groups[1].Value, run, judgement));
    }

    static string Fill(string name, RunResult run, Judgement judgement) => name switch
    {
        "profile" => run.Profile,
        "date" => run.StartedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "verdict" => judgement.Passed ? "passed" : "failed",
        "run" => run.Run,
        "purpose" => run.Purpose,
        "address" => run.Address.ToString(),
        "users" => Text($"at most {run.MostUsers}"),
        "stages" => run.Stages.Count == 0 ? "none" : string.Join("; ", run.Stages),
        "requests" => Text($"{run.Total.Requests}, {run.RequestsPerSecond:0.0} a second"),
        "failures" => Text($"{run.Total.Failures}"),
        "duration" => Text($"{run.Seconds:0} s, the profile's time × {run.Scale:0.##}"),
        "sentences" => string.Join('\n', judgement.Sentences.Select(sentence => $"- {sentence}")),
        "endpoints" => Table(
            ["endpoint", "requests", "failures", "p50 ms", "p95 ms", "p99 ms", "max ms"],
            run.Endpoints.Append(run.Total).Select(endpoint => (string[])
            [
                $"{endpoint.Method} {endpoint.Name}".Trim(), Text($"{endpoint.Requests}"), Text($"{endpoint.Failures}"),
                Text($"{endpoint.P50:0.0}"), Text($"{endpoint.P95:0.0}"), Text($"{endpoint.P99:0.0}"),
                Text($"{endpoint.Max:0.0}")
            ])),
        "limits" => Table(
            ["endpoint", "what", "limit", "measured", "verdict"],
            judgement.Checks.Select(check => (string[])
            [
                check.Endpoint, check.What, Text($"{check.Limit:0.###}"), Text($"{check.Measured:0.###}"),
                check.Passed ? "kept" : "**not kept**"
            ])),
        "changes" => Table(
            ["endpoint", "p95 before", "p95 now", "change", "noise", "verdict"],
            judgement.SinceLastRun.Select(change => (string[])
            [
                change.Endpoint, Text($"{change.Before:0.0}"), Text($"{change.Now:0.0}"),
                Text($"{change.Difference:+0 %;-0 %}"), Text($"{change.Noise:0 %}"), change.Verdict
            ])),
        "inside" => run.Inside is { } inside ? InsideOf(inside) : "The shop's database was not asked.",
        _ => throw new InvalidOperationException($"The template asks for '{name}', which no run has.")
    };

    static string InsideOf(Inside inside)
    {
        var sentences = string.Join('\n', Bottlenecks.Of(inside).Select(sentence => $"- {sentence}"));
        var routes = Table(
            ["host", "route", "requests", "mean ms", "p95 ms", "SQL ms", "statements", "share"],
            inside.Routes.Select(route => (string[])
            [
                route.Source, route.Route, Text($"{route.Requests}"), Text($"{route.Mean:0.0}"),
                Text($"{route.P95:0.0}"), Text($"{route.Sql:0.0}"), Text($"{route.Statements:0.0}"),
                Text($"{route.Share:0 %}")
            ]));
        var queues = Table(
            ["queue", "messages at most", "at the end"],
            inside.Queues.Select(queue => (string[])[queue.Queue, Text($"{queue.Most}"), Text($"{queue.Last}")]));
        var consumers = Table(
            ["consumer", "messages", "failed attempts", "mean ms", "share"],
            inside.Consumers.Select(consumer => (string[])
            [
                consumer.Consumer, Text($"{consumer.Messages}"), Text($"{consumer.Failed}"),
                Text($"{consumer.Mean:0.0}"), Text($"{consumer.Share:0 %}")
            ]));
        return $"{sentences}\n\n{routes}\n\n{queues}\n\n{consumers}";
    }

    static string Table(string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return "None.";
        var table = new StringBuilder();
        table.Append("| ").AppendJoin(" | ", heads).Append(" |\n|");
        table.Insert(table.Length, "---|", heads.Length);
        foreach (var row in all)
            table.Append("\n| ").AppendJoin(" | ", row.Select(Escape)).Append(" |");
        return table.ToString();
    }

    static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
