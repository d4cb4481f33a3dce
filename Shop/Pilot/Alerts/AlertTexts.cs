using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Pilot.Alerts;

/// <summary>
/// The mails to the team, in its language. Each says why it came, where the report and the trace are, and how to
/// silence it.
/// </summary>
public sealed class AlertTexts(IOptions<AlertOptions> options, IOptions<NotificationOptions> notifications)
{
    const int LongestSubject = 120;
    const int SummaryLines = 20;

    readonly AlertWords _words = options.Value.Language == NotificationTemplates.Russian
        ? new RussianAlertWords()
        : new EnglishAlertWords();

    public (string Subject, string Text) Of(Alert alert)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"{_words.Why}: {Why(alert)}")
            .AppendLine()
            .AppendLine(alert.Title);
        Line(text, _words.Where, alert.Culprit);
        Line(text, _words.Severity, _words.SeverityOf(alert.Severity));
        Line(text, _words.Module, alert.Module);
        Line(text, _words.Occurrences, Number(alert.Count));
        Line(text, _words.Users, Number(alert.Users));
        Line(text, _words.Release, alert.Release);
        Line(text, _words.Trace, TraceOf(alert.TraceId));
        text.AppendLine().AppendLine(_words.Silence(Address($"{alert.Path}#snooze")));
        return (Subject($"{_words.Subject(alert.Reason)}: {alert.Title}"), text.ToString().TrimEnd());
    }

    public (string Subject, string Text) Summary(IReadOnlyList<Alert> alerts, int mostPerHour)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"{_words.Why}: {_words.WhySummary(mostPerHour)}")
            .AppendLine();
        Each(text, alerts.Select(alert => (alert.Path, $"{_words.Subject(alert.Reason)}: {alert.Title}")));
        text.AppendLine().AppendLine(_words.SilenceAll($"{AlertOptions.Section}:{nameof(AlertOptions.MostPerHour)}"));
        return (Subject(_words.SummarySubject(alerts.Count)), text.ToString().TrimEnd());
    }

    public (string Subject, string Text) Digest(
        DateOnly day,
        DigestNumbers numbers,
        IReadOnlyList<DigestReport> busiest,
        IReadOnlyList<DigestReport> newest,
        IReadOnlyList<Alert> waiting)
    {
        var text = new StringBuilder().AppendLine(_words.Numbers(numbers));
        Section(text, _words.Busiest, busiest.Select(one => (PathOf(one.Id), $"{Number(one.Count)} × {one.Title}")));
        Section(
            text,
            _words.Newest,
            newest.Select(one => (PathOf(one.Id), $"{_words.SeverityOf(one.Severity)}: {one.Title}")));
        Section(text, _words.Waiting, waiting.Select(one => (one.Path, $"{_words.Subject(one.Reason)}: {one.Title}")));
        text.AppendLine().AppendLine(_words.WhyDigest(options.Value.DigestHour));
        return (_words.DigestSubject(day), text.ToString().TrimEnd());
    }

    string Why(Alert alert) => alert.Reason == AlertReason.Spike
        ? _words.WhySpike(Number(alert.HourCount ?? 0), (alert.Usual ?? 0).ToString("0.#", _words.Numerals))
        : _words.WhyOf(alert.Reason);

    string? TraceOf(string? trace) => trace is not null && options.Value.DashboardAddress is { } dashboard
        ? new Uri(dashboard, $"/traces/detail/{trace}").AbsoluteUri
        : trace;

    void Section(StringBuilder text, string title, IEnumerable<(string Path, string Line)> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{title}:");
        Each(text, all);
    }

    void Each(StringBuilder text, IEnumerable<(string Path, string Line)> lines)
    {
        var all = lines.ToList();
        foreach (var (path, line) in all.Take(SummaryLines))
            text.Append("— ").AppendLine(line).Append("  ").AppendLine(Address(path));
        if (all.Count > SummaryLines)
            text.AppendLine(_words.More(all.Count - SummaryLines));
    }

    static void Line(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            text.AppendLine(CultureInfo.InvariantCulture, $"{name}: {value}");
    }

    string Address(string path) => new Uri(notifications.Value.SiteAddress!, path).AbsoluteUri;

    string Number(long number) => number.ToString("N0", _words.Numerals);

    static string PathOf(Guid report) => $"/staff/errors/{report}";

    static string Subject(string text)
    {
        var subject = $"[Pilot] {text}";
        return subject.Length <= LongestSubject ? subject : $"{subject.AsSpan(0, LongestSubject - 1)}…";
    }
}
