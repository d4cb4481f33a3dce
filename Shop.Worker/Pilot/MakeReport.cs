using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Shop.Pilot.Reports;

namespace Shop.Worker.Pilot;

/// <summary>
/// The command <c>report daily|weekly [--date 2026-11-23] [--to directory] [--site address]</c>: makes the report of
/// the last period, or of the one with that day, and writes it as HTML, JSON and CSV. A report that exists is written
/// as it is. Links lead to the site; without its address, to the one that the workers put into mails.
/// </summary>
static class MakeReport
{
    const string Usage = "report daily|weekly [--date 2026-11-23] [--to directory] [--site address]";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var name, .. var rest] || EnumNames.Find<ReportKind>(name) is not { } kind)
            return Wrong();
        var builder = Host.CreateApplicationBuilder(rest);
        builder.AddServiceDefaults();
        // The console is for the report. Outside of its folder, the worker does not find its settings.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddDatabase();
        builder.Services.AddReports();

        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<ReportOptions>>().Value;
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var period = ReportPeriod.Last(kind, now, options).Period;
        if (builder.Configuration["date"] is { } text)
        {
            var culture = CultureInfo.InvariantCulture;
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day))
                return Wrong();
            period = ReportPeriod.Containing(kind, day);
            if (period.To > now)
            {
                Console.Error.WriteLine($"The period ends only on {period.LastDay:yyyy-MM-dd}, Moscow time.");
                return 1;
            }
        }
        var report = await host.Services.GetRequiredService<ReportStore>().MakeAsync(period, CancellationToken.None);
        var texts = PilotTexts.Of(options.Language);
        var folder = Directory.CreateDirectory(builder.Configuration["to"] ?? ".").FullName;
        var path = Path.Combine(folder, report.FileName);
        var site = builder.Configuration["site"] ?? builder.Configuration["Notifications:SiteAddress"] ?? "";
        await File.WriteAllTextAsync($"{path}.html", ReportHtml.Document(report, texts, site.TrimEnd('/')));
        await File.WriteAllBytesAsync(
            $"{path}.json", JsonSerializer.SerializeToUtf8Bytes(report, ReportsJson.Default.PilotReport));
        await File.WriteAllBytesAsync($"{path}.csv", ReportCsv.Of(report));
        Console.OutputEncoding = Encoding.UTF8;
        Console.WriteLine(ReportHtml.TitleOf(report, texts));
        Console.WriteLine(texts.StateSentence(report.Figures));
        foreach (var finding in report.Figures.Findings)
            Console.WriteLine($"- {texts.Sentence(finding)} {texts.Advice(finding)}");
        Console.WriteLine($"{path}.{{html,json,csv}}");
        return 0;
    }

    static int Wrong()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
