using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rehearsal;

/// <summary>What each step did, how long it took, and what it measured.</summary>
sealed class Report
{
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    readonly List<StepResult> _steps = [];
    readonly long _began = Stopwatch.GetTimestamp();

    public bool Passed => _steps.All(step => step.Failure is null);

    /// <summary>Runs a step. A failure does not end the rehearsal: the next steps show what else fails.</summary>
    public async Task<bool> StepAsync(string name, Func<Facts, Task> run)
    {
        Console.WriteLine($"{Stopwatch.GetElapsedTime(_began):mm\\:ss}  {name}");
        var began = Stopwatch.GetTimestamp();
        var facts = new Facts();
        string? failure = null;
        try
        {
            await run(facts);
        }
#pragma warning disable CA1031 // Whatever a step throws is its result.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            failure = e is StepFailedException ? e.Message : e.ToString();
        }
        _steps.Add(new(name, Stopwatch.GetElapsedTime(began).TotalSeconds, failure, facts.All));
        foreach (var (fact, value) in facts.All)
            Console.WriteLine($"         {fact}: {value}");
        if (failure is not null)
            Console.WriteLine($"  FAIL   {failure}");
        return failure is null;
    }

    public void Write(string folder)
    {
        var total = Stopwatch.GetElapsedTime(_began);
        File.WriteAllText(
            Path.Combine(folder, "report.json"),
            JsonSerializer.Serialize(new { passed = Passed, seconds = total.TotalSeconds, steps = _steps }, Json));
        var text = new StringBuilder($"# Rehearsal: {(Passed ? "passed" : "failed")} in {total:mm\\:ss}\n\n");
        text.Append("| step | seconds | result | measured |\n|---|---|---|---|\n");
        foreach (var step in _steps)
        {
            var facts = string.Join("; ", step.Facts.Select(fact => $"{fact.Key} {fact.Value}"));
            var result = step.Failure?.Split('\n')[0].Replace('|', '/') ?? "passed";
            text.Append(
                CultureInfo.InvariantCulture, $"| {step.Name} | {step.Seconds:0.0} | {result} | {facts} |\n");
        }
        File.WriteAllText(Path.Combine(folder, "report.md"), text.ToString());
        Console.WriteLine(
            $"{total:mm\\:ss}  {(Passed ? "Passed" : "Failed")}. Report: artifacts/rehearsal/report.md, "
                + "logs of every host and server: artifacts/rehearsal/logs/");
    }

    sealed record StepResult(string Name, double Seconds, string? Failure, IReadOnlyDictionary<string, string> Facts);
}

/// <summary>What a step measured.</summary>
sealed class Facts
{
    readonly Dictionary<string, string> _all = [];

    public IReadOnlyDictionary<string, string> All => _all;

    public void Add(string name, object value) => _all[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;

    public void Seconds(string name, TimeSpan value) =>
        _all[name] = value.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}

/// <summary>Something is not as it must be; the message says what, so no stack trace is needed.</summary>
sealed class StepFailedException(string message) : Exception(message)
{
    public static void If(bool isWrong, string message)
    {
        if (isWrong)
            throw new StepFailedException(message);
    }
}
