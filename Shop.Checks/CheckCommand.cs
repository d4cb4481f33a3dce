using System.CommandLine;
using System.Text.Json;
using Shop.Pilot.Health;

namespace Shop.Checks;

static class CheckCommand
{
    public static Command Create()
    {
        var limits = new CheckOptions();
        var address = Options.Address();
        var json = Options.Json();
        var verbose = new Option<bool>("--verbose") { Description = "List every request, not only the checks" };
        var timeout = Options.Seconds(
            "--timeout", limits.Timeout, "Seconds after which a request counts as not answered");
        var page = Options.Seconds("--page", limits.PageTime, "Seconds that a page may take");
        var search = Options.Seconds("--search", limits.SearchTime, "Seconds that a search may take");
        var errors = Options.Count(
            "--errors", limits.ErrorsPerDay, "Reported errors within a day that are still normal");
        var critical = Options.Count(
            "--critical", limits.UnresolvedCritical, "Critical errors that may be unresolved");
        var command = new Command("check", "Check pages, endpoints, servers, errors and the certificate")
        {
            address, json, verbose, timeout, page, search, errors, critical
        };
        command.SetAction(async (parsed, ct) =>
        {
            limits.Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout));
            limits.PageTime = TimeSpan.FromSeconds(parsed.GetValue(page));
            limits.SearchTime = TimeSpan.FromSeconds(parsed.GetValue(search));
            limits.ErrorsPerDay = parsed.GetValue(errors);
            limits.UnresolvedCritical = parsed.GetValue(critical);
            using var http = HealthChecker.NewClient(parsed.GetRequiredValue(address));
            var report = await new HealthChecker(http, limits, TimeProvider.System).RunAsync(ct);
            Summary.Print(report, parsed.GetValue(verbose));
            if (parsed.GetValue(json) is { } file)
            {
                await File.WriteAllBytesAsync(
                    file.FullName, JsonSerializer.SerializeToUtf8Bytes(report, HealthJson.Default.CheckReport), ct);
            }
            return report.Passed ? ExitCodes.Passed : ExitCodes.Failed;
        });
        return command;
    }
}
