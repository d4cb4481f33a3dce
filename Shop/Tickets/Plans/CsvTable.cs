using System.Globalization;
using Microsoft.VisualBasic.FileIO;

namespace Shop.Tickets.Plans;

/// <summary>Reads an uploaded table by the names of its columns, and collects what is wrong with its lines.</summary>
sealed class CsvTable
{
    const int MostRows = 20_000;
    const int MostProblems = 20;

    static readonly string[] Days = ["yyyy-MM-dd", "dd.MM.yyyy"];
    static readonly string[] Months = ["yyyy-MM", "MM.yyyy", .. Days];

    readonly List<(long Line, string[] Cells)> _rows = [];
    readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> _problems = [];
    readonly bool _hasDecimalCommas;
    readonly bool _hasColumns;

    // event_id;month;tickets;revenue
    // 101;2026-11;1200;"1 500 000,50"
    public CsvTable(string text, params ReadOnlySpan<string> columns)
    {
        text = text.TrimStart('\uFEFF');
        var header = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        _hasDecimalCommas = header.Contains(';');
        using var parser = new TextFieldParser(new StringReader(text))
        {
            Delimiters = [_hasDecimalCommas ? ";" : ","],
            HasFieldsEnclosedInQuotes = true
        };
        foreach (var (i, name) in (ReadLine(parser) ?? []).Index())
            _columns.TryAdd(name, i);
        foreach (var column in columns)
            if (!_columns.ContainsKey(column))
                _problems.Add($"The column {column} is missing.");
        _hasColumns = _problems.Count == 0;
        while (_hasColumns && !parser.EndOfData && _rows.Count <= MostRows)
        {
            var line = parser.LineNumber;
            if (ReadLine(parser) is { } cells)
                _rows.Add((line, cells));
        }
        if (_rows.Count > MostRows)
            _problems.Add($"A table has at most {MostRows} rows.");
        else if (_rows.Count == 0 && _problems.Count == 0)
            _problems.Add("The table has no rows.");
    }

    /// <summary>Throws if anything is wrong anywhere: a table is taken as a whole, or not at all.</summary>
    public List<T> Read<T>(Func<Row, T> read)
    {
        var all = new List<T>();
        if (_hasColumns)
            foreach (var (line, cells) in _rows.Take(MostRows))
                all.Add(read(new(this, line, cells)));
        return _problems.Count == 0
            ? all
            : throw new ShopException(ErrorCode.Invalid, "The table is not valid.")
            {
                Fields = new Dictionary<string, string[]> { ["csv"] = [.. _problems.Take(MostProblems)] }
            };
    }

    string[]? ReadLine(TextFieldParser parser)
    {
        try
        {
            return parser.ReadFields();
        }
        catch (MalformedLineException e)
        {
            _problems.Add($"Line {e.LineNumber}: a quote is not closed.");
            return null;
        }
    }

    internal sealed class Row(CsvTable table, long line, string[] cells)
    {
        public string Text(string column, int longest = 200)
        {
            var text = table._columns.TryGetValue(column, out var index) && index < cells.Length
                ? cells[index].Trim()
                : "";
            return text.Length <= longest && !text.Contains('\0')
                ? text
                : Wrong(column, $"{text.AsSpan(0, Math.Min(20, text.Length))}…", "");
        }

        public string Filled(string column) => Text(column) is { Length: > 0 } text ? text : Wrong(column, "", "");

        public long Id(string column) =>
            long.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
                ? id
                : Wrong(column, Text(column), 0L);

        public int Count(string column) =>
            int.TryParse(Digits(column), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= 10_000_000
                ? count
                : Wrong(column, Text(column), 0);

        /// <summary>Roubles with at most two decimals.</summary>
        public decimal Money(string column)
        {
            var text = table._hasDecimalCommas ? Digits(column).Replace(',', '.') : Digits(column);
            return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sum)
                && sum <= 1_000_000_000_000m && sum == decimal.Round(sum, 2)
                ? sum
                : Wrong(column, Text(column), 0m);
        }

        public DateOnly Date(string column) =>
            DateOnly.TryParseExact(Text(column), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : Wrong(column, Text(column), default(DateOnly));

        /// <summary>2026-11, or any day of it</summary>
        public DateOnly Month(string column) =>
            DateOnly.TryParseExact(Text(column), Months, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new(day.Year, day.Month, 1)
                : Wrong(column, Text(column), default(DateOnly));

        // 1 500 000
        string Digits(string column) => string.Concat(Text(column).Where(letter => !char.IsWhiteSpace(letter)));

        T Wrong<T>(string column, string text, T instead)
        {
            table._problems.Add($"Line {line}: {column} cannot be \"{text}\".");
            return instead;
        }
    }
}
