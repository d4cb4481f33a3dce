using System.Globalization;
using System.Text.RegularExpressions;
using Shop.Calls;

namespace Shop.Voice.Dialogue;

/// <summary>
/// Writes out what a synthesizer reads badly: "205/55 R16" becomes "двести пять на пятьдесят пять, радиус шестнадцать",
/// "5 990 ₽" "пять тысяч девятьсот девяносто рублей". No digit remains.
/// </summary>
static partial class SpokenText
{
    static readonly Dictionary<string, (string Ukrainian, string Russian, string English)> Signs = new()
    {
        ["№"] = ("номер", "номер", "number"),
        ["грн"] = ("гривень", "гривен", "hryvnias"),
        ["₽"] = ("рублів", "рублей", "rubles"),
        ["%"] = ("відсотків", "процентов", "per cent"),
        ["°C"] = ("градусів", "градусов", "degrees"),
        ["×"] = ("на", "на", "by"),
        ["шт."] = ("штук", "штук", "pieces"),
        ["мм"] = ("міліметрів", "миллиметров", "millimetres"),
        ["см"] = ("сантиметрів", "сантиметров", "centimetres"),
        ["кг"] = ("кілограмів", "килограммов", "kilograms"),
        ["«"] = ("", "", ""),
        ["»"] = ("", "", ""),
        ["−"] = ("мінус ", "минус ", "minus ")
    };

    static readonly string[] Months =
    [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря", "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
        "листопада", "грудня", "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December"
    ];

    public static Sentence Sentence(string text, SpokenLanguage language) => new(language, text, Of(text, language));

    public static string Of(string text, SpokenLanguage language)
    {
        text = Size().Replace(text, size => SizeOf(size, language));
        text = PhoneNumber().Replace(text, phone =>
            SpokenNumbers.Digits(string.Concat(phone.Value.Where(char.IsAsciiDigit)), language));
        text = Number().Replace(text, number =>
            $"{Letter(number.Groups[1].Value, language)} {SpokenNumbers.Digits(number.Groups[2].Value, language)}");
        text = Clock().Replace(text, clock => ClockOf(clock, language));
        text = Date().Replace(text, date => Months.Contains(date.Groups[2].Value)
            && Parse(date.Groups[1].Value) is >= 1 and <= 31 and var day
            ? $"{SpokenNumbers.Day((int)day, language)} {date.Groups[2].Value}"
            : date.Value);
        text = Money().Replace(text, money => MoneyOf(Parse(money.Groups[1].Value), money.Groups[2].Value, language));
        text = Rim().Replace(text, rim =>
            $"{Radius(language)} {SpokenNumbers.Cardinal(Parse(rim.Groups[1].Value), language)}");
        text = Cardinal().Replace(text, number => $" {SpokenNumbers.Cardinal(Parse(number.Value), language)} ");
        foreach (var (sign, names) in Signs)
            if (text.Contains(sign, StringComparison.Ordinal))
                text = char.IsLetter(sign[0])
                    ? Regex.Replace(text, $@"(?<!\p{{L}}){Regex.Escape(sign)}(?!\p{{L}})", In(names, language))
                    : text.Replace(sign, $" {In(names, language)}", StringComparison.Ordinal);
        return SpaceBefore().Replace(Spaces().Replace(text, " "), "$1").Trim();
    }

    static string SizeOf(Match size, SpokenLanguage language)
    {
        var by = language == SpokenLanguage.English ? "by" : "на";
        return $"{Say(1)} {by} {Say(2)}, {Radius(language)} {Say(3)}";

        string Say(int group) => SpokenNumbers.Cardinal(Parse(size.Groups[group].Value), language);
    }

    static string ClockOf(Match clock, SpokenLanguage language)
    {
        var (hour, minute) = (Parse(clock.Groups[1].Value), Parse(clock.Groups[2].Value));
        if (language == SpokenLanguage.English)
        {
            var said = SpokenNumbers.Cardinal(hour % 12 == 0 ? 12 : hour % 12, language);
            var minutes = minute == 0 ? "" : minute < 10 ? $" oh {SpokenNumbers.Cardinal(minute, language)}"
                : $" {SpokenNumbers.Cardinal(minute, language)}";
            return $"{said}{minutes} {(hour < 12 ? "a m" : "p m")}";
        }
        var zero = SpokenNumbers.Cardinal(0, language);
        return SpokenNumbers.Cardinal(hour, language) + " "
            + (minute == 0 ? $"{zero} {zero}" : minute < 10 ? $"{zero} {SpokenNumbers.Cardinal(minute, language)}"
                : SpokenNumbers.Cardinal(minute, language));
    }

    static string MoneyOf(long value, string sign, SpokenLanguage language)
    {
        var isHryvnia = sign.StartsWith("грн", StringComparison.Ordinal);
        var number = SpokenNumbers.Cardinal(value, language, isHryvnia ? Gender.Feminine : Gender.Masculine);
        var noun = (language, isHryvnia) switch
        {
            (SpokenLanguage.Ukrainian, false) => SpokenNumbers.Plural(value, language, "рубль", "рублі", "рублів"),
            (SpokenLanguage.Ukrainian, true) => SpokenNumbers.Plural(value, language, "гривня", "гривні", "гривень"),
            (SpokenLanguage.Russian, false) => SpokenNumbers.Plural(value, language, "рубль", "рубля", "рублей"),
            (SpokenLanguage.Russian, true) => SpokenNumbers.Plural(value, language, "гривна", "гривны", "гривен"),
            (_, false) => SpokenNumbers.Plural(value, language, "ruble", "rubles", "rubles"),
            _ => SpokenNumbers.Plural(value, language, "hryvnia", "hryvnias", "hryvnias")
        };
        return $"{number} {noun}";
    }

    static string Letter(string letter, SpokenLanguage language) => (letter, language) switch
    {
        ("S", SpokenLanguage.English) => "s",
        ("S", _) => "эс",
        (_, SpokenLanguage.English) => "f",
        (_, _) => "эф"
    };

    static string Radius(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => "радіус",
        SpokenLanguage.Russian => "радиус",
        _ => "radius"
    };

    static string In((string Ukrainian, string Russian, string English) names, SpokenLanguage language) =>
        language switch
        {
            SpokenLanguage.Ukrainian => names.Ukrainian,
            SpokenLanguage.Russian => names.Russian,
            _ => names.English
        };

    static long Parse(string digits) => long.TryParse(
        string.Concat(digits.Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value
        : 0;

    [GeneratedRegex(@"\b(\d{3})/(\d{2}) ?[RР](\d{2})[CС]?\b")]
    private static partial Regex Size();

    [GeneratedRegex(@"\+\d[\d ()-]{8,18}\d")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"\b([SF])-(\d{1,12})\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b([01]?\d|2[0-3]):([0-5]\d)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(\d{1,2}) (\p{L}+)")]
    private static partial Regex Date();

    [GeneratedRegex(@"(\d{1,3}(?:[  ]\d{3})+|\d+)(?:[.,]\d{1,2})? ?(₽|руб\.?|грн\.?)(?!\p{L})")]
    private static partial Regex Money();

    [GeneratedRegex(@"\bR(\d{2})\b")]
    private static partial Regex Rim();

    [GeneratedRegex(@"\d{1,3}(?:[  ]\d{3})+(?!\d)|\d+")]
    private static partial Regex Cardinal();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" +([,.;:!?])")]
    private static partial Regex SpaceBefore();
}
