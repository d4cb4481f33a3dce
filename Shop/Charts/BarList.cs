namespace Shop.Charts;

/// <summary>The note says more about the value, such as its share.</summary>
public sealed record Bar(string Name, double Value, string? Href = null, string? Tone = null, string? Note = null);

/// <summary>Named horizontal bars, each under its name, so that long names fit on a phone.</summary>
public class BarList : Chart
{
    const double RowHeight = 40;

    // On a phone, where the texts are largest.
    const double CharacterWidth = 9.5;

    public required IReadOnlyList<Bar> Bars { get; init; }
    public ChartUnit Unit { get; init; }

    /// <summary>The value of a full bar, such as 1 for shares of a plan; otherwise the largest one.</summary>
    public double? Full { get; init; }

    /// <summary>The heading of the names in the table.</summary>
    public required string NameTitle { get; init; }

    protected override double Height => Bars.Count * RowHeight + 4;
    protected override bool IsEmpty => Bars.All(bar => bar.Value == 0);
    protected override bool HasLinks => Bars.Any(bar => bar.Href is not null);

    protected virtual double StartOf(double width) => 0;

    protected override Html Draw(ChartTexts texts)
    {
        var max = Full ?? Bars.Max(bar => bar.Value);
        return Html.Join(Bars.Index(), entry => Row(entry.Item, entry.Index * RowHeight, max, texts));
    }

    Html Row(Bar bar, double y, double max, ChartTexts texts)
    {
        // The smallest value is still seen.
        var width = bar.Value <= 0 ? 0 : Math.Clamp(bar.Value / max * Width, 2, Width);
        var text = TextOf(bar, texts);
        var drawn = Html.Of(
            $"""
            <text class="label" x="0" y="{y + 14}">{NameOf(bar, text)}</text>
            <text class="label" x="{Width}" y="{y + 14}" text-anchor="end">{text}</text>
            <rect class="track" x="0" y="{y + 20}" width="{Width}" height="14" rx="3"/>
            <rect class="{bar.Tone ?? "c0"}" x="{StartOf(width)}" y="{y + 20}" width="{width}" height="14" rx="3"/>
            """);
        return bar.Href is null ? drawn : Html.Of($"""<a href="{bar.Href}">{drawn}</a>""");
    }

    protected override ChartTable Table(ChartTexts texts) => new(
        [NameTitle, texts.Number],
        Bars.Select(bar => (IReadOnlyList<ChartCell>)
        [
            new(bar.Name, bar.Href),
            new(TextOf(bar, texts))
        ]));

    // A name that has no room beside its value is cut, and whole in its title and in the table.
    static Html NameOf(Bar bar, string text)
    {
        var room = Math.Max(8, (int)(Width / CharacterWidth) - text.Length - 2);
        return bar.Name.Length <= room
            ? Html.Of($"{bar.Name}")
            : Html.Of($"<title>{bar.Name}</title>{bar.Name[..(room - 1)].TrimEnd()}…");
    }

    string TextOf(Bar bar, ChartTexts texts) =>
        bar.Note is null ? texts.Value(bar.Value, Unit) : $"{texts.Value(bar.Value, Unit)} · {bar.Note}";
}

/// <summary>Steps that fewer and fewer take, each with its share of the step before.</summary>
public sealed class Funnel : BarList
{
    protected override double StartOf(double width) => (Width - width) / 2;

    public static IReadOnlyList<Bar> StepsOf(
        IReadOnlyList<(string Name, long Count, string? Href)> steps, ChartTexts texts) =>
    [
        .. steps.Index().Select(step => new Bar(step.Item.Name, step.Item.Count, step.Item.Href)
        {
            Note = step.Index > 0 && steps[step.Index - 1].Count is > 0 and var before
                ? texts.Share((double)step.Item.Count / before)
                : null
        })
    ];
}
