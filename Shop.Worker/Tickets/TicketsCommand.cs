using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Shop.Tickets;
using Shop.Tickets.Import;

namespace Shop.Worker.Tickets;

/// <summary>
/// The commands <c>tickets import</c> and <c>tickets check</c>, for those who run the importer alone: with cron or
/// systemd, without the rest of the shop. They need the connection string <c>tickets</c> and the token of QTickets.
/// </summary>
static class TicketsCommand
{
    const int Failed = 1;
    const int WrongUse = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new Command("tickets", "Imports ticket sales. Exit codes: 0 is success, 1 a failure, 2 wrong use.")
        {
            new HelpOption(), Import(), Check()
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync();
        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        return WrongUse;
    }

    static Command Import()
    {
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Read everything, count what is new, and write nothing"
        };
        var offline = new Option<DirectoryInfo?>("--offline")
        {
            Description = "Read recorded answers from this folder, without a call to QTickets",
            HelpName = "directory"
        };
        var record = new Option<DirectoryInfo?>("--record")
        {
            Description = "Also write the answers into this folder, as --offline reads them",
            HelpName = "directory"
        };
        var from = new Option<DateOnly?>("--from")
        {
            Description = "Ask for what has changed since this day, Moscow time, instead of since the last import",
            HelpName = "2026-11-23",
            CustomParser = result =>
            {
                var (text, culture) = (result.Tokens[0].Value, CultureInfo.InvariantCulture);
                if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day))
                    return day;
                result.AddError($"--from needs a day such as 2026-11-23, not '{text}'.");
                return null;
            }
        };
        var command = new Command("import", "Import what has changed at QTickets, and derive facts and marts")
        {
            dryRun, offline, record, from
        };
        command.SetAction((parsed, ct) => InHostAsync(
            async services =>
            {
                var request = new ImportRequest(
                    parsed.GetValue(dryRun),
                    parsed.GetValue(offline)?.FullName,
                    parsed.GetValue(from),
                    parsed.GetValue(record)?.FullName);
                var result = await services.GetRequiredService<TicketImport>().RunAsync(request, ct);
                return Report(result);
            },
            ct));
        return command;
    }

    static Command Check()
    {
        var command = new Command("check", "Run the checks of the data, which also follow each import");
        command.SetAction((_, ct) => InHostAsync(
            async services =>
            {
                var derivation = services.GetRequiredService<ITicketDerivation>();
                await using var connection = await services.GetRequiredService<TicketDatabase>()
                    .Source.OpenConnectionAsync(ct);
                return Report(await derivation.CheckAsync(connection, ct));
            },
            ct));
        return command;
    }

    static async Task<int> InHostAsync(Func<IServiceProvider, Task<int>> work, CancellationToken ct)
    {
        // cron and systemd start it in another folder than that of its settings.
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddTickets(builder.Configuration);
        using var host = builder.Build();
        try
        {
            // Starting it checks the settings.
            await host.StartAsync(ct);
            return await work(host.Services);
        }
        catch (Exception e) when (
            e is ShopException or Npgsql.NpgsqlException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failed;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    static int Report(ImportResult result)
    {
        if (result.IsBusy)
        {
            Console.WriteLine("Another import is running.");
            return 0;
        }
        var metrics = result.Metrics;
        foreach (var (resource, count) in metrics.Read)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{resource,-10} {count,9} read  {metrics.Changed.GetValueOrDefault(resource),9} {Verb(result)}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{metrics.Answers} answers, {metrics.Bytes / 1e6:N1} MB, {metrics.Seconds:N1} s, run {result.RunId}"));
        if (metrics.FirstRejection is { } rejection)
            Console.Error.WriteLine($"{metrics.Rejected} objects cannot be read. {rejection}");
        var checks = Report(result.Derivation?.Checks ?? []);
        if (result.Derivation is { MartsReplaced: false })
            Console.Error.WriteLine("A check failed, so the marts of the run before were kept.");
        return metrics.Rejected > 0 || result.Derivation is { MartsReplaced: false } ? Failed : checks;
    }

    static string Verb(ImportResult result) => result.IsDryRun ? "would change" : "changed";

    static int Report(IReadOnlyList<TicketCheckResult> checks)
    {
        foreach (var check in checks)
        {
            var result = check.Passed ? "PASS" : check.Severity.Spelling().ToUpperInvariant();
            Console.WriteLine($"{result,-8} {check.Name}  {check.Detail}");
        }
        return checks.Any(check => !check.Passed && check.Severity == TicketCheckSeverity.Error) ? Failed : 0;
    }
}
