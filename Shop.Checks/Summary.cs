using System.Globalization;
using Shop.Checks.Scenarios;
using Shop.Pilot.Health;

namespace Shop.Checks;

/// <summary>The result on the console, without colours when it goes to a file or another program.</summary>
static class Summary
{
    static readonly bool HasColours =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static void Print(CheckReport report, bool verbose)
    {
        Console.WriteLine($"{report.Address.AbsoluteUri} at {report.StartedAt:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var check in report.Checks)
        {
            Console.WriteLine(Line(check.Status, check.Name, check.DurationMs, check.Detail));
            if (verbose)
                foreach (var (request, expected, actual, duration) in check.Requests)
                    Console.WriteLine($"         {request}: {actual}, expected {expected}, {duration} ms");
            if (check.Remedy is { } remedy)
                Console.WriteLine($"       -> {remedy}");
        }
        var counts = report.Summary.Where(status => status.Value > 0).Select(status => $"{status.Value} {status.Key}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Checks.Count} checks in {report.DurationMs / 1000d:0.0} s: {string.Join(", ", counts)}"));
    }

    public static void Print(ScenarioReport report)
    {
        Console.WriteLine($"{report.Address.AbsoluteUri} at {report.StartedAt:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var scenario in report.Scenarios)
        {
            Console.WriteLine(Line(scenario.Status, scenario.Name, scenario.DurationMs, ""));
            foreach (var step in scenario.Steps)
                Console.WriteLine($"  {Line(step.Status, step.Name, step.DurationMs, step.Detail)}");
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Scenarios.Count} scenarios in {report.DurationMs / 1000d:0.0} s: "
                + $"{(report.Passed ? "all passed" : "not all passed")}"));
    }

    static string Line(CheckStatus status, string name, int duration, string detail) => string.Create(
        CultureInfo.InvariantCulture, $"{Coloured(status)}  {name,-20} {duration,6:N0} ms  {detail}").TrimEnd();

    static string Coloured(CheckStatus status)
    {
        var text = $"{status.Spelling(),-5}";
        return !HasColours
            ? text
            : status switch
            {
                CheckStatus.Pass => $"\e[32m{text}\e[0m",
                CheckStatus.Skip => $"\e[33m{text}\e[0m",
                _ => $"\e[31m{text}\e[0m"
            };
    }
}
