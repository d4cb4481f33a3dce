namespace Shop.Charts;

/// <summary>Values of one thing, as many as the chart has intervals. Null: there is none.</summary>
public sealed record Series(string Name, IReadOnlyList<double?> Values, string? Tone = null)
{
    public string ClassAt(int index) => Tone ?? $"c{index % 8}";
}

/// <summary>Values by intervals of equal length.</summary>
public abstract class TimeChart : Chart
{
    const double DrawingHeight = 190;

    /// <summary>When each interval begins.</summary>
    public required IReadOnlyList<DateTimeOffset> Starts { get; init; }

    public required TimeSpan Interval { get; init; }
    public required IReadOnlyList<Series> Series { get; init; }
    public ChartUnit Unit { get; init; }

    /// <summary>Where the list is that an interval's numbers count.</summary>
    public Func<DateTimeOffset, string>? Href { get; init; }

    protected static double Bottom => Top + DrawingHeight;
    protected override double Height => Bottom + AxisHeight;
    // A share of 0 is a result, a count of 0 is none.
    protected override bool IsEmpty => Series.All(
        series => series.Values.All(value => value is null || value == 0 && Unit != ChartUnit.Share));

    protected DateTimeOffset From => Starts[0];
    protected DateTimeOffset To => Starts[^1] + Interval;
    protected abstract double Max { get; }

    protected double[] ValueTicks => Ticks.Values(Max, whole: Unit == ChartUnit.Count);

    protected Html Axes(ChartTexts texts) => Html.Of(
        $"{ValueAxis(ValueTicks, Unit, Bottom, texts)}{TimeAxis(From, To, Bottom, texts)}");

    protected static double Y(double value, double top) => Bottom - value / top * DrawingHeight;

    protected override Html? Legend(ChartTexts texts) => Series.Count < 2
        ? null
        : LegendOf(Series.Index().Select(series => (Key(series.Item, series.Index), series.Item.Name)));

    protected virtual Html Key(Series series, int index) => Box(series.ClassAt(index));

    protected override ChartTable Table(ChartTexts texts) => new(
        [texts.Time, .. Series.Select(series => series.Name)],
        Starts.Index().Select(interval => (IReadOnlyList<ChartCell>)
        [
            new(Interval < TimeSpan.FromDays(1) ? texts.Moment(interval.Item) : texts.Day(interval.Item),
                Href?.Invoke(interval.Item)),
            .. Series.Select(series => new ChartCell(
                series.Values[interval.Index] is { } value ? texts.Value(value, Unit) : "—"))
        ]));
}

/// <summary>A line per series. The lines differ in their dashes too, not only in their colors.</summary>
public sealed class LineChart : TimeChart
{
    static readonly string[] Dashes = ["none", "7 3", "2 3", "10 3 2 3"];

    /// <summary>A value that should not be exceeded.</summary>
    public double? Limit { get; init; }

    protected override double Max
    {
        get
        {
            var max = Series.Max(series => series.Values.Max() ?? 0);
            // A limit far above the values would flatten them.
            return Limit is { } limit && limit <= max * 2 ? Math.Max(limit, max) : max;
        }
    }

    protected override Html Draw(ChartTexts texts)
    {
        var top = ValueTicks[^1];
        var lines = Html.Join(Series.Index(), series => Line(series.Item, series.Index, top));
        return Html.Of($"{Axes(texts)}{LimitLine(top, texts)}{lines}");
    }

    Html? LimitLine(double top, ChartTexts texts)
    {
        if (Limit is not { } limit || limit > top)
            return null;
        var y = Y(limit, top);
        return Html.Of(
            $"""
            <line class="limit" x1="{Left}" x2="{Width - Right}" y1="{y}" y2="{y}"/>
            <text class="tick" x="{Width - Right}" y="{y - 4}" text-anchor="end">{texts.Limit} {texts.Value(limit, Unit)}</text>
            """);
    }

    Html Line(Series series, int index, double top)
    {
        var (path, dots) = (new Html(0, 0), new Html(0, 0));
        for (var i = 0; i < Starts.Count; i++)
        {
            if (series.Values[i] is not { } value)
                continue;
            var (x, y) = (X(Starts[i] + Interval / 2, From, To), Y(value, top));
            var follows = i > 0 && series.Values[i - 1] is not null;
            path.AppendFormatted(follows ? Html.Of($"L{x} {y}") : Html.Of($"M{x} {y}"));
            // A value between two gaps is no line.
            if (!follows && (i + 1 == Starts.Count || series.Values[i + 1] is null))
                dots.AppendFormatted(
                    Html.Of($"""<circle class="{series.ClassAt(index)}" cx="{x}" cy="{y}" r="3"/>"""));
        }
        return Html.Of($"{Stroke(series, index, path)}{dots}");
    }

    protected override Html Key(Series series, int index) => Stroke(series, index, Html.Of($"M0 5H30"));

    static Html Stroke(Series series, int index, Html path) => Html.Of(
        $"""
        <path class="line {series.ClassAt(index)}" d="{path}" stroke-dasharray="{Dashes[index % Dashes.Length]}"/>
        """);
}

/// <summary>A bar per interval, divided by the series.</summary>
public sealed class StackedBars : TimeChart
{
    protected override double Max =>
        Enumerable.Range(0, Starts.Count).Max(i => Series.Sum(series => series.Values[i] ?? 0));

    protected override Html Draw(ChartTexts texts)
    {
        var top = ValueTicks[^1];
        var bars = new Html(0, 0);
        for (var i = 0; i < Starts.Count; i++)
        {
            var (x, end) = (X(Starts[i], From, To), X(Starts[i] + Interval, From, To));
            var gap = Math.Min(4, (end - x) / 5);
            var sum = 0.0;
            foreach (var (index, series) in Series.Index())
            {
                if (series.Values[i] is not { } value || value <= 0)
                    continue;
                sum += value;
                var height = Y(0, top) - Y(value, top);
                bars.AppendFormatted(Html.Of(
                    $"""
                    <rect class="{series.ClassAt(index)}" x="{x + gap / 2}" y="{Y(sum, top)}" width="{end - x - gap}" height="{height}"/>
                    """));
            }
        }
        return Html.Of($"{Axes(texts)}{bars}");
    }
}
