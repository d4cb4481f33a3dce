using System.Text.Json;

namespace Shop.Load.Reports;

/// <summary>
/// Writes what a run measured into its folder: JSON, CSV, Markdown, and a page that needs no other file.
/// </summary>
static class ReportFiles
{
    public static async Task WriteAsync(string folder, RunResult run, Judgement judgement, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await run.WriteAsync(Path.Combine(folder, RunResult.FileName), ct);
        await using (var stream = File.Create(Path.Combine(folder, "judgement.json")))
            await JsonSerializer.SerializeAsync(stream, judgement, RunJson.Default.Judgement, ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "summary.csv"), Summary(run, judgement), ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "endpoints.csv"), Endpoints(run), ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "timeline.csv"), Timeline(run), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), Page.Of(run, judgement), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), Written.Of(run, judgement), ct);
    }

    static byte[] Summary(RunResult run, Judgement judgement)
    {
        var csv = new Csv();
        csv.Add(
            "run", "profile", "started_at", "seconds", "users", "requests", "failures", "rps", "p95_ms", "p99_ms",
            "verdict");
        var total = run.Total;
        csv.Add(
            run.Run, run.Profile, run.StartedAt, run.Seconds, run.MostUsers, total.Requests, total.Failures,
            Math.Round(run.RequestsPerSecond, 2), total.P95, total.P99, judgement.Passed ? "passed" : "failed");
        return csv.ToBytes();
    }

    static byte[] Endpoints(RunResult run)
    {
        var csv = new Csv();
        csv.Add(
            "method", "name", "requests", "failures", "avg_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms", "rps", "bytes");
        foreach (var endpoint in run.Endpoints.Append(run.Total))
        {
            csv.Add(
                endpoint.Method, endpoint.Name, endpoint.Requests, endpoint.Failures, endpoint.Mean, endpoint.P50,
                endpoint.P95, endpoint.P99, endpoint.Max, Math.Round(endpoint.Requests / Math.Max(1, run.Seconds), 2),
                endpoint.Bytes);
        }
        return csv.ToBytes();
    }

    static byte[] Timeline(RunResult run)
    {
        var csv = new Csv();
        csv.Add("seconds", "users", "requests", "failures", "p50_ms", "p95_ms");
        foreach (var point in run.Timeline)
            csv.Add(point.Seconds, point.Users, point.Requests, point.Failures, point.P50, point.P95);
        return csv.ToBytes();
    }
}
