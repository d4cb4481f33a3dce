using System.Globalization;
using Shop.Charts;

namespace Shop.Pilot.Reports;

/// <summary>A report as a page, and as a file that needs nothing else and can be printed.</summary>
public static class ReportHtml
{
    static readonly Lazy<string> Styles = new(() => Resource("charts.css") + Resource("report.css"));

    /// <summary>Links lead to this site. Without one they lead to the site that the page comes from.</summary>
    public static string Document(PilotReport report, PilotTexts texts, string site = "")
    {
        // The styles contain nothing to encode.
        var styles = new Html(0, 0);
        styles.AppendLiteral(Styles.Value);
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="{texts.Code}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{TitleOf(report, texts)}</title>
            <style>{styles}</style>
            </head>
            <body><main>
            <h1>{TitleOf(report, texts)}</h1>
            {Body(report, texts, site)}
            </main></body>
            </html>
            """).ToString();
    }

    public static string TitleOf(PilotReport report, PilotTexts texts) =>
        $"{texts.ReportTitle(report.Kind)}: {DaysOf(report.FirstDay, report.LastDay)}";

    public static string DaysOf(DateOnly first, DateOnly last) => first == last
        ? first.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{first:dd.MM.yyyy} – {last:dd.MM.yyyy}");

    public static Html Body(PilotReport report, PilotTexts texts, string site = "")
    {
        var figures = report.Figures;
        var links = new PilotLinks(figures.From, figures.To, site);
        var charts = new PilotCharts(figures, texts, links);
        return Html.Of(
            $"""
            <p class="state {figures.State.Spelling()}"><strong>{texts.State(figures.State)}.</strong>
            {texts.StateSentence(figures)}</p>
            {FindingList(figures, texts, links)}
            {TotalsTable(figures, texts, links)}
            <h2>{texts.ErrorsTitle}</h2><div class="charts">{Figures(charts.Errors)}</div>
            <h2>{texts.RecentTitle}</h2>{RecentTable(figures, texts, links)}
            <h2>{texts.SpeedTitle}</h2><div class="charts">{Figures(charts.Speed)}</div>
            <h2>{texts.UsersTitle}</h2><div class="charts">{Figures(charts.Users)}</div>
            <h2>{texts.HealthTitle}</h2><div class="charts">{Figures([charts.Health])}</div>
            <p class="quiet">{texts.Limits(figures.Limits)}</p>
            <p class="quiet">{texts.MadeAt(texts.Charts.Moment(report.CreatedAt))}</p>
            """);

        Html Figures(IEnumerable<Chart> all) => Html.Join(all, chart => chart.Figure(texts.Charts));
    }

    /// <summary>The rules that the figures break, each with its threshold and what to do.</summary>
    public static Html FindingList(PilotFigures figures, PilotTexts texts, PilotLinks links)
    {
        if (figures.Findings.Count == 0)
            return Html.Of($"<p>{texts.NoFindings}</p>");
        var items = Html.Join(
            figures.Findings,
            finding => Html.Of(
                $"""
                <li class="{(finding.IsBad ? "bad" : "warn")}"><a href="{links.Of(finding)}">{texts.Sentence(finding)}</a>
                {texts.Advice(finding)}</li>

                """));
        return Html.Of($"""<h2>{texts.Findings}</h2><ul class="findings">{items}</ul>""");
    }

    public static Html TotalsTable(PilotFigures figures, PilotTexts texts, PilotLinks links)
    {
        var rows = Html.Join(
            PilotTotalRows.Of(texts),
            row =>
            {
                var (now, before) = (row.Of(figures.Now), row.Of(figures.Before));
                return Html.Of(
                    $"""
                    <tr><th scope="row"><a href="{row.Href(links)}">{row.Name}</a></th>
                    <td>{Text(now, row.Unit)}</td><td>{Text(before, row.Unit)}</td>
                    <td>{Change(now, before)}</td></tr>

                    """);
            });
        return Html.Of(
            $"""
            <table class="totals"><thead><tr><th scope="col">{texts.Name}</th><th scope="col">{texts.Now}</th>
            <th scope="col">{texts.BeforeThat}</th><th scope="col">{texts.Change}</th></tr></thead><tbody>{rows}</tbody></table>
            """);

        string Text(double? value, ChartUnit unit) => value is { } number ? texts.Text(number, unit) : "—";

        string Change(double? now, double? before) =>
            now is { } one && before is { } other ? texts.ChangeOf(one, other) : "—";
    }

    public static Html RecentTable(PilotFigures figures, PilotTexts texts, PilotLinks links)
    {
        if (figures.Recent.Count == 0)
            return Html.Of($"""<p class="quiet">{texts.NothingReported}</p>""");
        var rows = Html.Join(
            figures.Recent,
            error => Html.Of(
                $"""
                <tr><td data-name="{texts.ErrorTitle}" class="long"><a href="{links.Error(error.Id)}">{error.Title}</a></td>
                <td data-name="{texts.Severity}">{texts.SeverityName(error.Severity)}</td>
                <td data-name="{texts.Category}">{texts.CategoryName(error.Category)}</td>
                <td data-name="{texts.ModuleTitle}">{texts.ModuleName(error.Module ?? "none")}</td>
                <td data-name="{texts.Status}">{texts.StatusName(error.Status)}</td>
                <td data-name="{texts.Count}" class="sum">{texts.Charts.Count(error.Count)}</td>
                <td data-name="{texts.LastSeen}">{texts.Charts.Moment(error.LastSeen)}</td></tr>

                """));
        return Html.Of(
            $"""
            <table class="rows"><thead><tr><th>{texts.ErrorTitle}</th><th>{texts.Severity}</th><th>{texts.Category}</th>
            <th>{texts.ModuleTitle}</th><th>{texts.Status}</th><th class="sum">{texts.Count}</th><th>{texts.LastSeen}</th></tr></thead>
            <tbody>{rows}</tbody></table>
            """);
    }

    static string Resource(string name)
    {
        using var stream = typeof(ReportHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
