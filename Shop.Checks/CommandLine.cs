using System.CommandLine;
using System.Text.Json;
using Shop.Pilot.Health;

namespace Shop.Checks;

/// <summary>The commands and their options. The exit code is 0, 1 when something failed, or 2 for wrong use.</summary>
static class CommandLine
{
    const int Failed = 1;
    const int WrongUse = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Checks a shop from outside. The exit code is 0 if all is well, 1 if something "
            + "failed, and 2 if the command line is wrong.")
        {
            CheckCommand()
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("--help lists the commands and options.");
            return WrongUse;
        }
        return await parsed.InvokeAsync();
    }

    static Command CheckCommand()
    {
        var limits = new CheckOptions();
        var address = Address();
        var json = new Option<FileInfo?>("--json")
        {
            Description = "Write a report in JSON to this file",
            HelpName = "file"
        };
        var verbose = new Option<bool>("--verbose") { Description = "List every request, not only the checks" };
        var timeout = Seconds("--timeout", limits.Timeout, "Seconds after which a request counts as not answered");
        var page = Seconds("--page", limits.PageTime, "Seconds that a page may take");
        var search = Seconds("--search", limits.SearchTime, "Seconds that a search may take");
        var errors = Count("--errors", limits.ErrorsPerDay, "Reported errors within a day that are still normal");
        var critical = Count("--critical", limits.UnresolvedCritical, "Critical errors that may be unresolved");
        var command = new Command("check", "Check pages, endpoints, servers, errors and the certificate")
        {
            address, json, verbose, timeout, page, search, errors, critical
        };
        command.SetAction(async (parsed, ct) =>
        {
            limits.Timeout = parsed.GetValue(timeout);
            limits.PageTime = parsed.GetValue(page);
            limits.SearchTime = parsed.GetValue(search);
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
            return report.Passed ? 0 : Failed;
        });
        return command;
    }

    static Argument<Uri> Address() => new("address")
    {
        Description = "The shop's address, as in https://shop.example",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https")
            {
                return address;
            }
            result.AddError($"'{result.Tokens[0].Value}' is not an address such as https://shop.example.");
            return null;
        }
    };

    static Option<int> Count(string name, int usual, string description) => new(name)
    {
        Description = description,
        HelpName = "count",
        DefaultValueFactory = _ => usual
    };

    static Option<TimeSpan> Seconds(string name, TimeSpan usual, string description) => new(name)
    {
        Description = $"{description} (usually {usual.TotalSeconds:0})",
        HelpName = "seconds",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, out var seconds) && seconds is > 0 and <= 3600)
                return TimeSpan.FromSeconds(seconds);
            result.AddError($"{name} needs a number of seconds, not '{result.Tokens[0].Value}'.");
            return default;
        }
    };
}
