using Shop.Charts;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

/// <summary>
/// A report as the HTML of a mail. Mail programs remove SVG, scripts, style sheets and pictures, so a chart is a table
/// whose cells are as wide as its values, and every style is at its element. Each value is also text.
/// </summary>
public sealed class ReportMailHtml(PilotReport report, PilotTexts texts, string site)
{
    const string Accent = "#2a6a4a";
    const string Bad = "#a4432c";
    const string Track = "#ece7dd";
    const string Font = "font-family:Arial,Helvetica,sans-serif";
    const string Cell = "padding:3px 6px;border-bottom:1px solid #e4dfd5;font-size:14px";
    const int MaxDays = 31;

    readonly PilotFigures _figures = report.Figures;
    readonly PilotLinks _links = new(report.Figures.From, report.Figures.To, site);

    // "12 · 3×" beside a bar of 12.
    sealed record Row(string Name, double Value, string Text, string? Href = null, bool IsBad = false);

    public string Document() => Html.Of(
        $"""
        <!doctype html>
        <html lang="{texts.Code}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <title>{Title}</title>
        </head>
        <body style="margin:0;padding:0;background:#faf8f4">
        <table role="presentation" width="100%" cellspacing="0" cellpadding="0" bgcolor="#faf8f4"><tr><td align="center">
        <table role="presentation" width="640" cellspacing="0" cellpadding="0" bgcolor="#ffffff"
         style="width:100%;max-width:640px;{Font};color:#20262b;font-size:15px;line-height:1.45">
        <tr><td style="padding:20px 18px">
        <h1 style="margin:0 0 12px;font-size:21px;line-height:1.25">{Title}</h1>
        <p style="margin:0 0 12px;padding:10px 12px;background:#f4f0e8;border-left:5px solid {ColorOf(_figures.State)}">
        <strong>{texts.State(_figures.State)}.</strong> {texts.StateSentence(_figures)}</p>
        {Findings()}
        <p style="margin:16px 0">{Link(Whole, texts.WholeReport)}</p>
        {Heading(texts.Name)}{Totals()}
        {Heading(texts.ErrorsTitle)}
        {Bars(texts.TrendTitle, Days())}
        {Bars(texts.ByCategory, Counts(_figures.ByCategory, "category", texts.CategoryName))}
        {Bars(texts.BySeverity, Counts(_figures.BySeverity, "severity", texts.SeverityName))}
        {Bars(texts.ByModule, Counts(_figures.ByModule, "module", texts.ModuleName))}
        {Heading(texts.RecentTitle)}{Recent()}
        {Heading(texts.SpeedTitle)}
        {Bars(texts.Slowest, Routes(_figures.Slowest, "p95", ChartUnit.Milliseconds, route => route.P95))}
        {Bars(texts.Chattiest, Routes(_figures.Chattiest, "statements", ChartUnit.Count, route => route.Statements))}
        {Bars(texts.Repeating, Routes(_figures.Repeating ?? [], "repeated", ChartUnit.Count, route => route.Repeated))}
        {Heading(texts.UsersTitle)}{Bars(texts.FunnelTitle, Steps())}
        {Heading(texts.HealthTitle)}{Bars(texts.Uptime, Checks())}
        <p style="margin:18px 0 0;color:#59626a;font-size:13px">{texts.Limits(_figures.Limits)}</p>
        <p style="margin:8px 0 0;color:#59626a;font-size:13px">{texts.MadeAt(texts.Charts.Moment(report.CreatedAt))}</p>
        </td></tr></table>
        </td></tr></table>
        </body>
        </html>
        """).ToString();

    string Title => ReportHtml.TitleOf(report, texts);

    string Whole => $"{site}/staff/pilot/reports/{report.Id}";

    static string ColorOf(PilotState state) => state == PilotState.Good ? Accent : Bad;

    static Html Link(string href, string text) =>
        Html.Of($"""<a href="{href}" style="color:{Accent}">{text}</a>""");

    static Html Heading(string text) =>
        Html.Of($"""<h2 style="margin:24px 0 8px;font-size:17px;line-height:1.3">{text}</h2>""");

    Html Findings()
    {
        if (_figures.Findings.Count == 0)
            return Html.Of($"""<p style="margin:0">{texts.NoFindings}</p>""");
        var items = Html.Join(
            _figures.Findings,
            finding => Html.Of(
                $"""
                <li style="margin:0 0 6px">{Link(_links.Of(finding), texts.Sentence(finding))} {texts.Advice(finding)}</li>

                """));
        return Html.Of($"""<ul style="margin:0;padding-left:20px">{items}</ul>""");
    }

    Html Totals()
    {
        var rows = Html.Join(
            PilotTotalRows.Of(texts),
            row =>
            {
                var (now, before) = (row.Of(_figures.Now), row.Of(_figures.Before));
                var change = now is { } one && before is { } other ? texts.ChangeOf(one, other) : "—";
                return Html.Of(
                    $"""
                    <tr><th scope="row" align="left" style="{Cell};font-weight:normal">{Link(row.Href(_links), row.Name)}</th>
                    <td align="right" style="{Cell}">{Text(now, row.Unit)}</td>
                    <td align="right" style="{Cell}">{Text(before, row.Unit)}</td>
                    <td align="right" style="{Cell}">{change}</td></tr>

                    """);
            });
        return Html.Of(
            $"""
            <table width="100%" cellspacing="0" cellpadding="0" style="border-collapse:collapse"><thead><tr>
            <th scope="col" align="left" style="{Cell}">{texts.Name}</th>
            <th scope="col" align="right" style="{Cell}">{texts.Now}</th>
            <th scope="col" align="right" style="{Cell}">{texts.BeforeThat}</th>
            <th scope="col" align="right" style="{Cell}">{texts.Change}</th></tr></thead>
            <tbody>{rows}</tbody></table>
            """);

        string Text(double? value, ChartUnit unit) => value is { } number ? texts.Text(number, unit) : "—";
    }

    /// <summary>A chart: the name, a bar and the value of each row.</summary>
    Html Bars(string title, IEnumerable<Row> of)
    {
        var rows = of.ToList();
        if (rows.Count == 0)
        {
            return Html.Of(
                $"""
                <p style="margin:8px 0"><strong>{title}</strong><br/><span style="color:#59626a">{texts.Charts.Nothing}</span></p>

                """);
        }
        var most = rows.Max(row => row.Value);
        return Html.Of(
            $"""
            <table width="100%" cellspacing="0" cellpadding="0" style="border-collapse:collapse;margin:8px 0 14px">
            <caption align="left" style="text-align:left;padding:4px 0;font-weight:bold">{title}</caption>
            <tbody>{Html.Join(rows, row => Bar(row, most))}</tbody></table>

            """);
    }

    static Html Bar(Row row, double most)
    {
        // The smallest value is still seen.
        var part = row.Value <= 0 || most <= 0 ? 0 : Math.Max(1, (int)Math.Round(100 * row.Value / most));
        var name = row.Href is { } href ? Link(href, row.Name) : Html.Of($"{row.Name}");
        return Html.Of(
            $"""
            <tr><th scope="row" align="left" width="42%" style="{Cell};font-weight:normal;word-break:break-word">{name}</th>
            <td width="38%" style="{Cell}"><table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr>
            {Part(part, row.IsBad ? Bad : Accent)}{Part(100 - part, Track)}</tr></table></td>
            <td align="right" width="20%" style="{Cell}">{row.Text}</td></tr>

            """);
    }

    static Html Part(int percent, string color) => percent == 0
        ? Html.Of($"")
        : Html.Of(
            $"""
            <td width="{percent}%" height="12" bgcolor="{color}" style="font-size:0;line-height:12px">&#160;</td>
            """);

    // A daily report has the hours with new errors, a weekly one all of its days.
    IEnumerable<Row> Days()
    {
        var isDay = _figures.To - _figures.From <= TimeSpan.FromDays(1);
        var counts = _figures.Trend
            .GroupBy(count => isDay ? count.At : MidnightOf(count.At))
            .ToDictionary(group => group.Key, group => group.ToList());
        if (counts.Count == 0)
            yield break;
        var starts = isDay
            ? counts.Keys.Order()
            : Enumerable.Range(0, MaxDays)
                .Select(day => MidnightOf(_figures.From).AddDays(day))
                .TakeWhile(day => day < _figures.To);
        foreach (var start in starts)
        {
            var of = counts.GetValueOrDefault(start) ?? [];
            var all = of.Sum(count => count.Count);
            yield return new(
                isDay ? ChartTexts.Hour(start) : texts.Charts.Day(start),
                all,
                texts.Charts.Count(all),
                IsBad: of.Exists(count => count is { Severity: "critical", Count: > 0 }));
        }
    }

    static DateTimeOffset MidnightOf(DateTimeOffset at)
    {
        var local = ChartTexts.InMoscow(at);
        return local - local.TimeOfDay;
    }

    IEnumerable<Row> Counts(List<NamedCount> counts, string field, Func<string, string> nameOf) =>
        counts.Select(count => new Row(
            nameOf(count.Name),
            count.Count,
            texts.Charts.Count(count.Count),
            _links.Errors(field, count.Name),
            IsBad: field == "severity" && count.Name is "critical" or "high"));

    IEnumerable<Row> Routes(
        List<RouteFigures> routes, string order, ChartUnit unit, Func<RequestFigures, double> of) =>
        routes.Select(route => new Row(
            PilotTexts.NameOf(route),
            of(route.Figures),
            $"{texts.Text(of(route.Figures), unit)} · {texts.Charts.Count(route.Figures.Count)}×",
            _links.RoutesBy(order),
            IsBad: order == "p95" && route.Figures.P95 > _figures.Limits.P95.TotalMilliseconds));

    IEnumerable<Row> Steps()
    {
        var now = _figures.Now;
        return new (string Name, long Count)[]
        {
            (texts.Searches, now.Searches),
            (texts.AddedToCart, now.AddedToCart),
            (texts.Checkouts, now.Checkouts),
            (texts.Orders, now.Orders),
            (texts.Payments, now.Payments)
        }.Select(step => new Row(step.Name, step.Count, texts.Charts.Count(step.Count), _links.Funnel));
    }

    IEnumerable<Row> Checks() => _figures.Health
        .OrderByDescending(check => check.IsDown)
        .ThenBy(check => check.Share ?? 1)
        .Select(check => new Row(
            check.Name,
            check.Share ?? 0,
            check.Share is { } share ? texts.Charts.Share(share) : "—",
            _links.Checks(check.Name),
            check.IsDown));

    Html Recent()
    {
        if (_figures.Recent.Count == 0)
            return Html.Of($"""<p style="margin:0;color:#59626a">{texts.NothingReported}</p>""");
        var rows = Html.Join(
            _figures.Recent,
            error => Html.Of(
                $"""
                <tr><td style="{Cell};word-break:break-word">{Link(_links.Error(error.Id), error.Title)}<br/>
                <span style="color:#59626a">{texts.SeverityName(error.Severity)} · {texts.StatusName(error.Status)} ·
                {texts.Charts.Moment(error.LastSeen)}</span></td>
                <td align="right" style="{Cell}">{texts.Charts.Count(error.Count)}×</td></tr>

                """));
        return Html.Of(
            $"""
            <table width="100%" cellspacing="0" cellpadding="0" style="border-collapse:collapse"><tbody>{rows}</tbody></table>
            """);
    }
}
