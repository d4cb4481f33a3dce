using System.CommandLine;
using System.Text.Json;
using Microsoft.Playwright;
using Shop.Checks.Scenarios;

namespace Shop.Checks;

static class ScenariosCommand
{
    public static Command Create()
    {
        var address = Options.Address();
        var json = Options.Json();
        var timeout = Options.Seconds(
            "--timeout", TimeSpan.FromSeconds(15), "Seconds after which a step has failed");
        var inbox = Options.Text("--inbox", "address", "The inbox (MailDev) where the shop's mails arrive");
        var product = Options.Text("--product", "id", "The product to buy; usually the cheapest in stock");
        var email = Options.Text(
            "--email", "checks@example.com", "address", "The accounts get addresses such as checks+019ab@example.com");
        var city = Options.Text("--city", "Москва", "city", "The city to deliver to");
        var postalCode = Options.Text("--postal-code", "101000", "code", "Its postal code");
        var folder = Options.Text("--screenshots", "folder", "Keep a screenshot of each step in this folder");
        var command = new Command(
            "scenarios",
            "Buy, register, search and ask for a refund in a real browser, and tidy up. An account of its own is "
                + "registered for each, so a new shop must already have its first account, the admin.")
        {
            address, json, timeout, inbox, product, email, city, postalCode, folder
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(inbox) is { } text && Options.HttpAddress(text) is null)
                result.AddError($"'{text}' is not an address such as http://localhost:1080.");
            if (result.GetValue(email) is { } mail && !mail.Contains('@', StringComparison.Ordinal))
                result.AddError($"'{mail}' is not an email address.");
        });
        command.SetAction((parsed, ct) => RunAsync(
            new(
                parsed.GetRequiredValue(address),
                Options.HttpAddress(parsed.GetValue(inbox)),
                parsed.GetValue(product),
                parsed.GetRequiredValue(email),
                parsed.GetRequiredValue(city),
                parsed.GetRequiredValue(postalCode),
                TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                parsed.GetValue(folder)),
            parsed.GetValue(json),
            ct));
        return command;
    }

    static async Task<int> RunAsync(ScenarioOptions options, FileInfo? json, CancellationToken ct)
    {
        if (Browser.Find() is not { } executable)
        {
            await Console.Error.WriteLineAsync(
                "There is no browser: install Chromium or Chrome, or name its path in SHOP_CHROMIUM.");
            return ExitCodes.WrongUse;
        }
        Browser.FindDriver();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright, executable);
        var report = await new ScenarioRunner(browser, options, TimeProvider.System).RunAsync(ct);
        Summary.Print(report);
        if (json is not null)
        {
            await File.WriteAllBytesAsync(
                json.FullName, JsonSerializer.SerializeToUtf8Bytes(report, ScenarioJson.Default.ScenarioReport), ct);
        }
        return report.Passed ? ExitCodes.Passed : ExitCodes.Failed;
    }
}
