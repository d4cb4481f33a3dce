using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shop;

/// <summary>
/// HTML or SVG whose interpolated values are encoded. A value that is itself <see cref="Html"/> is inserted as it is,
/// so parts compose: <c>Html.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>.
/// </summary>
[InterpolatedStringHandler]
public sealed class Html(int literalLength, int formattedCount)
{
    readonly StringBuilder _text = new(literalLength + 8 * formattedCount);

    public static Html Of(Html html) => html;

    public static Html Join<T>(IEnumerable<T> items, Func<T, Html> part)
    {
        var all = new Html(0, 0);
        foreach (var item in items)
            all.AppendFormatted(part(item));
        return all;
    }

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(Html? html) => _text.Append(html?._text);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate: a tenth of a pixel is enough.</summary>
    public void AppendFormatted(double number) => _text.Append(CultureInfo.InvariantCulture, $"{number:0.#}");

    public override string ToString() => _text.ToString();
}
