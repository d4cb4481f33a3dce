using System.Globalization;
using System.Text;

namespace Shop.Load.Reports;

/// <summary>Charts of a report as SVG within the page, so that the file needs nothing else.</summary>
static class Charts
{
    const int Width = 800, Height = 180, Left = 56, Bottom = 22, Top = 8, Right = 8;

    /// <summary>Values over the seconds of a run.</summary>
    public static string Line(string title, string unit, IReadOnlyList<(double Seconds, double Value)> points)
    {
        if (points.Count < 2)
            return $"<p class=\"none\">{title}: the run was too short for a chart.</p>";
        var (longest, highest) = (points[^1].Seconds, NiceTop(points.Max(point => point.Value)));
        var path = string.Join(' ', points.Select(
            point => Text($"{X(point.Seconds / longest):0.#},{Y(point.Value / highest):0.#}")));
        var svg = Begin(title, Text($"{title}: at most {points.Max(p => p.Value):0.##} {unit}."));
        AddGrid(svg, highest, unit);
        for (var i = 0; i <= 4; i++)
        {
            var time = TimeSpan.FromSeconds(longest * i / 4);
            AddLabel(svg, X(i / 4.0), Height - 6, "middle", Text($"{time:mm\\:ss}"));
        }
        svg.Append(Text($"<polyline class=\"line\" points=\"{path}\"/></svg></figure>"));
        return svg.ToString();
    }

    /// <summary>A column for each bucket.</summary>
    public static string Columns(string title, string unit, IReadOnlyList<(string Label, double Value)> columns)
    {
        if (columns.Count == 0)
            return $"<p class=\"none\">{title}: there is nothing to show.</p>";
        var highest = NiceTop(columns.Max(column => column.Value));
        var values = string.Join(", ", columns.Select(column => Text($"{column.Label} {column.Value:0}")));
        var svg = Begin(title, $"{title}: {values}.");
        AddGrid(svg, highest, unit);
        var width = (double)(Width - Left - Right) / columns.Count;
        for (var i = 0; i < columns.Count; i++)
        {
            var (x, y) = (Left + i * width, Y(columns[i].Value / highest));
            svg.Append(Text($"<rect class=\"column\" x=\"{x + 2:0.#}\" y=\"{y:0.#}\" "));
            svg.Append(Text($"width=\"{width - 4:0.#}\" height=\"{Height - Bottom - y:0.#}\"/>"));
            AddLabel(svg, x + width / 2, Height - 6, "middle", columns[i].Label);
        }
        return svg.Append("</svg></figure>").ToString();
    }

    static StringBuilder Begin(string title, string description) => new StringBuilder()
        .Append(Text($"<figure><figcaption>{title}</figcaption>"))
        .Append(Text($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>{description}</title>"));

    static void AddGrid(StringBuilder svg, double highest, string unit)
    {
        for (var i = 0; i <= 2; i++)
        {
            var y = Y(i / 2.0);
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" "));
            svg.Append(Text($"y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>"));
            AddLabel(svg, Left - 6, y + 4, "end", Text($"{highest * i / 2:0.##}") + (i == 2 ? $" {unit}" : ""));
        }
    }

    static void AddLabel(StringBuilder svg, double x, double y, string anchor, string label) =>
        svg.Append(Text($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{label.TrimEnd()}</text>"));

    /// <summary>1, 2 or 5 times a power of ten, and not below the value.</summary>
    static double NiceTop(double value)
    {
        if (value <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var factor in (double[])[1, 2, 5])
        {
            if (value <= factor * power)
                return factor * power;
        }
        return 10 * power;
    }

    static double X(double part) => Left + part * (Width - Left - Right);

    static double Y(double part) => Height - Bottom - part * (Height - Bottom - Top);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
