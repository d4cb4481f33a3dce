using System.Text.RegularExpressions;

namespace Shop.Pilot.Errors;

/// <summary>
/// Replaces what varies between equal errors (addresses, ids, dates, amounts, quoted text) by a star, so that the
/// messages of one error are equal.
/// </summary>
static partial class VaryingText
{
    // A message that is longer has data in it, and the beginning tells errors apart.
    const int Longest = 500;

    public static string Mask(string text) => Stars().Replace(Varying().Replace(FirstLines(text), "*"), "*");

    // Two lines that are not empty: the rest is often a dump of data.
    static string FirstLines(string text)
    {
        if (text.Length > Longest)
            text = text[..Longest];
        if (!text.AsSpan().ContainsAny('\r', '\n'))
            return text.Trim();
        return string.Join('\n', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries).Take(2));
    }

    // Quoted text; what browsers and .NET quote after "reading" and "Parameter" is a name of the code, and stays. Then
    // addresses of mail, pages, hosts and networks; ids; dates and durations in three languages; tokens and numbers;
    // words that begin with a capital letter, as names of people, goods and places do; and the names that a minifier
    // gives to variables ("e.price is not a function").
    [GeneratedRegex(
        """
        «[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|"[^"]*"|`[^`]*`
        |(?<![\p{L}\p{N}]|reading\s|setting\s|Parameter\s)'(?:[^'\n]|(?<=\p{L})'(?=\p{L}))*'(?![\p{L}\p{N}])
        |(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+
        |\b[a-z][a-z0-9+.-]{1,20}://[^\s"'<>«»(),;]+
        |\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b
        |\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b
        |\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?
        |\b\d{1,2}([./-])\d{1,2}\1\d{2,4}\b(?:,?\s\d{1,2}:\d\d(?::\d\d)?(?:\s[AP]M)?)?
        |\b(?:(?:mon|tue|wed|thu|fri|sat|sun|понедельник|вторник|сред|четверг|пятниц|суббот|воскресенье
            |понеділок|вівторок|серед|четвер|пʼятниц|п'ятниц|субот|неділ)\p{L}*,?\s)?
            (?:\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек
                |січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)\p{L}*\.?\s\d{4}
            |(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2},\s\d{4})
            (?:\s?[гр]\.)?(?:,?\s\d{1,2}:\d\d(?::\d\d)?(?:\s(?:GMT|UTC|[AP]M|[+-]\d{4}))?)?
        |(?<![\w:])(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4})?)(?![\w:])
        |\b(?:\d+\.)?\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\b
        |\b\d+(?:[.,]\d+)?\s?(?:ms|s|m|h|min|secs?|seconds?|minutes?|hours?|days?|milliseconds?
            |мс|сек|мин|ч|хв|год|дн|секунд\p{L}?|минут\p{L}?|час|часа|часов|дня|дней|днів|день|годин\p{L}?|хвилин\p{L}?)\b
        |\b(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|app|cloud|shop|ru|su|рф|ua|by|kz|eu|local|internal)(?::\d+)?\b
        |\b0x[0-9a-f]+\b
        |\b(?=[a-f]{0,40}[0-9])[0-9a-f]{7,128}\b
        |\b(?=[a-z_]{0,40}[0-9][a-z_]{0,40}[0-9])[a-z0-9_]{10,}\b
        |[+\-−]?\d+(?:[ \u00A0\u202F'’.,]\d{3})*(?:[.,]\d+)?(?:e[+-]?\d+)?
        |(?-i:\b\p{Lu}\p{Ll}+(?:[-\s]\p{Lu}\p{Ll}+)*\d*\b)
        |\b[a-z_$]{1,2}(?=\.[a-z])
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();

    // "John, 12" and "12" are both something that varies.
    [GeneratedRegex(@"\*(?:[\s,.;:-]*\*)+")]
    private static partial Regex Stars();
}
