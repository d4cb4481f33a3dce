using System.Globalization;
using System.Text;

namespace Shop;

/// <summary>A table as spreadsheets read it: RFC 4180, with the mark by which Excel recognizes UTF-8.</summary>
public sealed class Csv
{
    readonly StringBuilder _text = new("\uFEFF");

    public void Add(params ReadOnlySpan<object?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
            _text.Append(i == 0 ? "" : ",").Append(Cell(cells[i]));
        _text.Append("\r\n");
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(IsFormula(text) ? $"'{text}" : text),
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted($"{value}")
    };

    // A spreadsheet would calculate a name that begins like this: https://owasp.org/www-community/attacks/CSV_Injection
    static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    static string Quoted(string text) =>
        text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
