using System.CommandLine;
using Shop.Load.Running;

namespace Shop.Load.Reports;

/// <summary>Judges a run as the command line asks for it, prints what is to be said, and writes the report.</summary>
static class Verdict
{
    /// <returns>Whether the run has passed.</returns>
    public static async Task<bool> GiveAsync(RunResult run, Options options, ParseResult line, CancellationToken ct)
    {
        var limits = line.GetValue(options.Baselines) is { } file ? await File.ReadAllTextAsync(file.FullName, ct) : "";
        var reports = line.GetValue(options.Reports)?.FullName;
        var earlier = reports is null ? [] : await EarlierRuns.ReadAsync(reports, run, ct);
        var baseline = line.GetValue(options.Baseline) is { } name ? earlier.Find(other => other.Run == name) : null;
        var judgement = new Judge(Baselines.Read(limits)).Of(run, earlier, baseline);
        Summary.Print(run.Endpoints, run.Total);
        foreach (var sentence in judgement.Sentences)
            Console.WriteLine(sentence);
        if (reports is null)
            return judgement.Passed && (limits.Length > 0 || run.Total.Failures == 0);
        var folder = Path.Combine(reports, run.Run);
        await ReportFiles.WriteAsync(folder, run, judgement, ct);
        Console.WriteLine($"Report: {Path.Combine(folder, "report.html")}");
        return judgement.Passed;
    }
}
