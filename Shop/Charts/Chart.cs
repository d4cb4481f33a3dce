namespace Shop.Charts;

/// <summary>
/// A chart as a figure: a drawing in SVG, its legend, and its data as a table. Colors are classes (charts.css), so that
/// the content security policy allows them and they follow the color scheme. The site and the mailed reports draw with
/// the same code.
/// </summary>
public abstract class Chart
{
    public const double Width = 480;
    protected const double Left = 66;
    protected const double Right = 12;
    protected const double Top = 12;
    protected const double AxisHeight = 30;

    /// <summary>Unique on the page.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What the chart shows, in a sentence for those who do not see it.</summary>
    public required string Description { get; init; }

    protected abstract bool IsEmpty { get; }

    /// <summary>Links in a drawing are read and reached only if it is no image as a whole.</summary>
    protected virtual bool HasLinks => false;

    protected abstract double Height { get; }

    protected abstract Html Draw(ChartTexts texts);

    protected virtual Html? Legend(ChartTexts texts) => null;

    protected abstract ChartTable Table(ChartTexts texts);

    public Html Figure(ChartTexts texts) => IsEmpty
        ? Html.Of(
            $"""
            <figure class="chart" id="{Id}"><figcaption>{Title}</figcaption><p class="quiet">{texts.Nothing}</p></figure>

            """)
        : Html.Of(
            $"""
            <figure class="chart" id="{Id}"><figcaption>{Title}</figcaption>
            <svg viewBox="0 0 {Width} {Height}" role="{Role}" aria-labelledby="{Id}-title {Id}-desc">
            <title id="{Id}-title">{Title}</title><desc id="{Id}-desc">{Description}</desc>
            {Draw(texts)}</svg>{Legend(texts)}
            <details id="{Id}-data"><summary id="{Id}-open">{texts.AsTable}</summary>
            {Table(texts).ToHtml(Title)}</details></figure>

            """);

    string Role => HasLinks ? "group" : "img";

    protected static Html LegendOf(IEnumerable<(Html Key, string Name)> entries)
    {
        var items = Html.Join(
            entries,
            entry => Html.Of(
                $"""
                <li><svg class="key" viewBox="0 0 30 10" aria-hidden="true">{entry.Key}</svg> {entry.Name}</li>

                """));
        return Html.Of($"""<ul class="legend">{items}</ul>""");
    }

    protected static Html Box(string tone) =>
        Html.Of($"""<rect class="{tone}" width="20" height="10" rx="2"/>""");

    /// <summary>Horizontal lines with their values.</summary>
    protected static Html ValueAxis(double[] ticks, ChartUnit unit, double bottom, ChartTexts texts) => Html.Join(
        ticks,
        tick =>
        {
            var y = bottom - tick / ticks[^1] * (bottom - Top);
            return Html.Of(
                $"""
                <line class="grid" x1="{Left}" x2="{Width - Right}" y1="{y}" y2="{y}"/>
                <text class="tick" x="{Left - 6}" y="{y + 4}" text-anchor="end">{texts.Value(tick, unit)}</text>
                """);
        });

    /// <summary>Marks below the drawing with their times.</summary>
    protected static Html TimeAxis(DateTimeOffset from, DateTimeOffset to, double bottom, ChartTexts texts)
    {
        var (ticks, areDays) = Ticks.Times(from, to, most: 6);
        return Html.Join(
            ticks,
            tick =>
            {
                var x = X(tick, from, to);
                var anchor = x > Width - Right - 20 ? "end" : "middle";
                var text = areDays ? texts.Day(tick) : ChartTexts.Hour(tick);
                return Html.Of(
                    $"""
                    <line class="mark" x1="{x}" x2="{x}" y1="{bottom}" y2="{bottom + 5}"/>
                    <text class="tick" x="{x}" y="{bottom + 20}" text-anchor="{anchor}">{text}</text>
                    """);
            });
    }

    protected static double X(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) =>
        Left + Math.Clamp((at - from) / (to - from), 0, 1) * (Width - Left - Right);
}

/// <summary>The first cell of a row names it. A cell may link to what it counts.</summary>
public sealed record ChartTable(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<ChartCell>> Rows)
{
    public Html ToHtml(string title) => Html.Of(
        $"""
        <table class="data"><caption class="unseen">{title}</caption>
        <thead><tr>{Html.Join(Columns, Heading)}</tr></thead>
        <tbody>{Html.Join(Rows, Row)}</tbody></table>
        """);

    static Html Heading(string column) => Html.Of($"""<th scope="col">{column}</th>""");

    static Html Row(IReadOnlyList<ChartCell> cells)
    {
        var others = Html.Join(cells.Skip(1), cell => Html.Of($"<td>{cell.ToHtml()}</td>"));
        return Html.Of(
            $"""
            <tr><th scope="row">{cells[0].ToHtml()}</th>{others}</tr>

            """);
    }
}

public sealed record ChartCell(string Text, string? Href = null)
{
    public Html ToHtml() => Href is null ? Html.Of($"{Text}") : Html.Of($"""<a href="{Href}">{Text}</a>""");
}
