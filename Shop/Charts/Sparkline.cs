namespace Shop.Charts;

/// <summary>A small line without axes, beside a number.</summary>
public static class Sparkline
{
    const double Width = 120;
    const double Height = 28;

    public static Html Of(IReadOnlyList<double> values, string label)
    {
        if (values.Count < 2)
            return new(0, 0);
        var max = Math.Max(values.Max(), double.Epsilon);
        var points = Html.Join(
            values.Index(),
            value =>
            {
                var (x, y) = (value.Index * Width / (values.Count - 1), Height - 2 - value.Item / max * (Height - 4));
                return Html.Of($"{x},{y} ");
            });
        return Html.Of(
            $"""
            <svg class="spark" viewBox="0 0 {Width} {Height}" role="img" aria-label="{label}">
            <polyline class="line c0" points="{points}"/></svg>
            """);
    }
}
