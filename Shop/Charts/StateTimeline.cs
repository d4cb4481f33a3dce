namespace Shop.Charts;

/// <summary>A time in one state. The tone is "good", "warn" or "bad".</summary>
public sealed record StateSpan(DateTimeOffset From, DateTimeOffset To, string State, string Tone);

public sealed record StateRow(
    string Name, IReadOnlyList<StateSpan> Spans, bool IsInTable = true, string? Href = null);

/// <summary>
/// A strip per row that shows its states over time. What is not good is taller, not only of another color.
/// </summary>
public sealed class StateTimeline : Chart
{
    const double RowHeight = 36;

    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required IReadOnlyList<StateRow> Rows { get; init; }
    public required string NameTitle { get; init; }

    protected override double Height => Rows.Count * RowHeight + AxisHeight + 6;
    protected override bool IsEmpty => Rows.All(row => row.Spans.Count == 0);
    protected override bool HasLinks => Rows.Any(row => row.Href is not null);

    protected override Html Draw(ChartTexts texts)
    {
        var rows = Html.Join(Rows.Index(), row => Row(row.Item, row.Index * RowHeight));
        return Html.Of($"{rows}{TimeAxis(From, To, Rows.Count * RowHeight + 2, texts)}");
    }

    Html Row(StateRow row, double y)
    {
        var drawn = Html.Of(
            $"""
            <text class="label" x="{Left}" y="{y + 14}">{row.Name}</text>
            <rect class="track" x="{Left}" y="{y + 22}" width="{Width - Left - Right}" height="6"/>
            {Html.Join(row.Spans, span => Span(span, y))}
            """);
        return row.Href is null ? drawn : Html.Of($"""<a href="{row.Href}">{drawn}</a>""");
    }

    Html Span(StateSpan span, double y)
    {
        var (x, end) = (X(span.From, From, To), X(span.To, From, To));
        var (top, height) = span.Tone == "good" ? (y + 22, 6.0) : (y + 18, 14.0);
        return Html.Of(
            $"""
            <rect class="{span.Tone}" x="{x}" y="{top}" width="{Math.Max(1, end - x)}" height="{height}">
            <title>{span.State}</title></rect>
            """);
    }

    protected override Html? Legend(ChartTexts texts) => LegendOf(
        Rows.SelectMany(row => row.Spans)
            .Select(span => (span.Tone, span.State))
            .Distinct()
            .OrderBy(entry => entry.State, StringComparer.Ordinal)
            .Select(entry => (Box(entry.Tone), entry.State)));

    // Only what was not good: a long list of good times says nothing.
    protected override ChartTable Table(ChartTexts texts) => new(
        [NameTitle, texts.Time, texts.Number],
        Rows.Where(row => row.IsInTable).SelectMany(row => row.Spans
            .Where(span => span.Tone != "good" || row.Spans.Count == 1)
            .Select(span => (IReadOnlyList<ChartCell>)
            [
                new(row.Name, row.Href),
                new($"{texts.Moment(span.From)} – {texts.Moment(span.To)}"),
                new(span.State)
            ])));
}
