using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shop.Load.Reports;

/// <summary>Writes what a run measured into its folder: JSON, CSV, and a page that needs no other file.</summary>
static class ReportFiles
{
    public static async Task WriteAsync(string folder, RunResult run, Judgement judgement, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await run.WriteAsync(Path.Combine(folder, RunResult.FileName), ct);
        await using (var stream = File.Create(Path.Combine(folder, "judgement.json")))
            await JsonSerializer.SerializeAsync(stream, judgement, RunJson.Default.Judgement, ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "summary.csv"), Summary(run, judgement), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "endpoints.csv"), Endpoints(run), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "timeline.csv"), Timeline(run), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), Page.Of(run, judgement), ct);
    }

    static string Summary(RunResult run, Judgement judgement) => Csv(
        [
            "run", "profile", "started_at", "seconds", "users", "requests", "failures", "rps", "p95_ms", "p99_ms",
            "verdict"
        ],
        [[
            run.Run, run.Profile, run.StartedAt, run.Seconds, run.MostUsers, run.Total.Requests, run.Total.Failures,
            run.RequestsPerSecond, run.Total.P95, run.Total.P99, judgement.Passed ? "passed" : "failed"
        ]]);

    static string Endpoints(RunResult run) => Csv(
        ["method", "name", "requests", "failures", "avg_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms", "rps", "bytes"],
        run.Endpoints.Append(run.Total).Select(endpoint => (object[])
        [
            endpoint.Method, endpoint.Name, endpoint.Requests, endpoint.Failures, endpoint.Mean, endpoint.P50,
            endpoint.P95, endpoint.P99, endpoint.Max, endpoint.Requests / Math.Max(1, run.Seconds), endpoint.Bytes
        ]));

    static string Timeline(RunResult run) => Csv(
        ["seconds", "users", "requests", "failures", "p50_ms", "p95_ms"],
        run.Timeline.Select(point => (object[])
            [point.Seconds, point.Users, point.Requests, point.Failures, point.P50, point.P95]));

    static string Csv(string[] names, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder().AppendLine(string.Join(',', names));
        foreach (var row in rows)
            text.AppendLine(string.Join(',', row.Select(Field)));
        return text.ToString();
    }

    static string Field(object value)
    {
        var text = value switch
        {
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            double number => number.ToString("0.###", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!
        };
        return text.AsSpan().ContainsAny(',', '"', '\n')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
