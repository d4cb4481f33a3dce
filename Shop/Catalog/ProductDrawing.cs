using System.Globalization;

namespace Shop.Catalog;

/// <summary>
/// The generated picture of a product without a photograph: the motif of its category, with colours derived from the
/// SKU. The URL contains all that is needed to draw it, so every host can serve it, and it never changes.
/// </summary>
public static class ProductDrawing
{
    public const string Route = "/images/products/{category}/{sku}.svg";
    public const string ContentType = "image/svg+xml";
    public const string CacheControl = "public, max-age=31536000, immutable";
    const int Width = 480;
    const int Height = 360;
    const string Stroke = "stroke-width=\"3\" stroke-linejoin=\"round\" stroke-linecap=\"round\"";

    // SVG paths in a square of 100 x 100, one stroke width.
    static readonly Dictionary<string, string> Motifs = new(StringComparer.Ordinal)
    {
        ["electronics"] = "M16 22h68v46H16z M38 84h24 M50 68v16 M26 32h30 M26 42h18",
        ["books"] = "M50 26c-8-7-22-9-34-7v54c12-2 26 0 34 7 8-7 22-9 34-7V19c-12-2-26 0-34 7z M50 26v54 "
            + "M26 34c5 0 10 1 14 3 M26 46c5 0 10 1 14 3 M74 34c-5 0-10 1-14 3",
        ["clothing"] = "M36 18 16 30l8 18 8-4v38h36V44l8 4 8-18-20-12c-4 9-24 9-28 0z",
        ["home"] = "M14 50 50 18l36 32 M24 44v40h52V44 M42 84V60h16v24",
        ["sports"] = "M50 14a36 36 0 1 0 .1 0z M50 32l17 12-6 20H39l-6-20z M50 14v18 "
            + "M84 42l-17 2 M71 79l-10-15 M29 79l10-15 M16 42l17 2",
        ["tires"] = "M50 12a38 38 0 1 0 .1 0z M50 30a20 20 0 1 0 .1 0z M50 44a6 6 0 1 0 .1 0z M50 30v14 M50 56v14 "
            + "M30 50h14 M56 50h14 M50 12v8 M50 80v8 M12 50h8 M80 50h8 M23 23l6 6 M71 71l6 6 M77 23l-6 6 M29 71l-6 6",
        ["tea"] = "M20 40h48v18a24 24 0 0 1-48 0z M68 46h6a9 9 0 0 1 0 20h-7 M16 88h58 "
            + "M34 30c-5-6 5-9 0-16 M46 30c-5-6 5-9 0-16 M58 30c-5-6 5-9 0-16",
        ["kids"] = "M14 56h32v30H14z M54 56h32v30H54z M34 20h32v30H34z M24 71h12 M64 71h12 M44 35h12",
        ["beauty"] = "M38 40h24v46H38z M42 40V28h16v12 M46 28V16h14 M38 54h24 "
            + "M76 26l2 6 6 2-6 2-2 6-2-6-6-2 6-2z M20 56l2 5 5 2-5 2-2 5-2-5-5-2 5-2z",
        ["garden"] = "M50 88V44 M50 52c-2-16-14-24-32-24 2 16 14 24 32 24z "
            + "M50 44c2-16 14-24 32-24-2 16-14 24-32 24z M30 88h40",
    };

    /// <summary>The path of the picture, on the API and on the site; null when the category has no motif.</summary>
    public static string? Address(string? category, string sku) =>
        category is not null && Motifs.ContainsKey(category) ? $"/images/products/{category}/{sku}.svg" : null;

    public static string? Draw(string category, string sku)
    {
        if (!Motifs.TryGetValue(category, out var motif))
            return null;
        var seed = Seed(sku);
        var (hue, tilt, size) = (seed % 360, seed / 360 % 21 - 10, 220 + seed / 7560 % 5 * 12);
        var (x, y, radius) = (60 + seed / 37 % 360, 50 + seed / 91 % 260, 90 + seed / 13 % 80);
        var transform = string.Create(
            CultureInfo.InvariantCulture,
            $"translate({Width / 2} {Height / 2}) rotate({tilt}) scale({size / 100m}) translate(-50 -50)");
        var style = $"fill=\"hsl({hue} 45% 97%)\" stroke=\"hsl({hue} 42% 34%)\" {Stroke}";
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}">
            <rect width="{Width}" height="{Height}" fill="hsl({hue} 38% 90%)"/>
            <circle cx="{x}" cy="{y}" r="{radius}" fill="hsl({(hue + 40) % 360} 45% 84%)"/>
            <circle cx="{Width - x}" cy="{Height - y}" r="{radius / 2}" fill="hsl({(hue + 320) % 360} 45% 82%)"/>
            <g transform="{transform}" {style}><path d="{motif}"/></g>
            </svg>
            """);
    }

    // FNV-1a: the same on every machine and in every process, which string.GetHashCode is not.
    static int Seed(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)(hash >> 1);
    }
}
