using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Pilot.Reports;

/// <summary>
/// Mails a report to the team: as HTML with its charts as tables, and as text with its state, findings and numbers.
/// Both link to the whole report.
/// </summary>
public sealed class ReportMails(
    ReportStore reports,
    NotificationDelivery delivery,
    IOptions<ReportOptions> options,
    IOptions<NotificationOptions> notifications)
{
    const int LongestBar = 20;

    /// <summary>The cause is the id of the message, the attempt its number of attempts so far.</summary>
    public async Task SendAsync(Guid report, Guid cause, int attempt, CancellationToken ct)
    {
        var recipients = options.Value.Recipients;
        if (recipients.Length == 0 || await reports.FindAsync(report, ct) is not { } found)
            return;
        var texts = PilotTexts.Of(options.Value.Language);
        var site = notifications.Value.SiteAddress!;
        var values = ValuesOf(found, texts, site);
        var html = new ReportMailHtml(found, texts, site.GetLeftPart(UriPartial.Authority)).Document();
        foreach (var recipient in recipients)
        {
            var mail = new Notification(
                IdOf(cause, recipient),
                NotificationKind.Email,
                recipient,
                NotificationTemplates.PilotReport,
                texts.Code,
                values)
            {
                Html = html
            };
            await delivery.SendAsync(mail, attempt, ct);
        }
    }

    internal static Dictionary<string, string> ValuesOf(PilotReport report, PilotTexts texts, Uri site)
    {
        var figures = report.Figures;
        var findings = figures.Findings.Select(finding => $"• {texts.Sentence(finding)} {texts.Advice(finding)}");
        var totals = PilotTotalRows.Of(texts).Select(row => Line(row, figures, texts));
        var most = figures.ByCategory.Count == 0 ? 1 : figures.ByCategory[0].Count;
        var categories = figures.ByCategory.Select(category =>
            $"{Bar(category.Count, most)} {texts.CategoryName(category.Name)}: {texts.Charts.Count(category.Count)}");
        return new()
        {
            ["title"] = ReportHtml.TitleOf(report, texts),
            ["state"] = texts.State(report.State),
            ["findings"] = figures.Findings.Count == 0 ? texts.NoFindings : string.Join('\n', findings),
            ["figures"] = string.Join('\n', totals.Concat(categories)),
            ["link"] = new Uri(site, $"/staff/pilot/reports/{report.Id}").AbsoluteUri
        };
    }

    // New errors: 13 (before: 2, +550%)
    static string Line(PilotTotalRow row, PilotFigures figures, PilotTexts texts)
    {
        if (row.Of(figures.Now) is not { } now)
            return $"{row.Name}: —";
        var line = $"{row.Name}: {texts.Text(now, row.Unit)}";
        if (row.Of(figures.Before) is not { } before)
            return line;
        var name = texts.BeforeThat.ToLowerInvariant();
        return $"{line} ({name}: {texts.Text(before, row.Unit)}, {texts.ChangeOf(now, before)})";
    }

    static string Bar(long count, long most) =>
        new('█', (int)Math.Max(1, Math.Round((double)LongestBar * count / most)));

    /// <summary>The same id at every delivery of the message, another one for each recipient.</summary>
    static Guid IdOf(Guid cause, string recipient) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{cause} {recipient}")).AsSpan(0, 16));
}
