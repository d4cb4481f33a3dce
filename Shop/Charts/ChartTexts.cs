using System.Globalization;

namespace Shop.Charts;

/// <summary>What the values of a chart are.</summary>
public enum ChartUnit
{
    Count,
    Milliseconds,

    /// <summary>From 0 to 1.</summary>
    Share,
    Roubles
}

/// <summary>The words, numbers and times of charts in one language. A host may run without ICU data.</summary>
public sealed record ChartTexts
{
    const int MoscowHours = 3;

    public static readonly ChartTexts Russian = new()
    {
        Code = "ru",
        AsTable = "Данные таблицей",
        Nothing = "За это время данных нет.",
        Time = "Время",
        Name = "Название",
        Number = "Значение",
        Limit = "порог",
        Until = "до",
        Milliseconds = "мс",
        Seconds = "с",
        Minutes = "мин",
        Hours = "ч",
        Months = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
        Format = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "\u00A0" },
        BeforePercent = "\u00A0"
    };

    public static readonly ChartTexts English = new()
    {
        Code = "en",
        AsTable = "Data as a table",
        Nothing = "There is no data for this time.",
        Time = "Time",
        Name = "Name",
        Number = "Value",
        Limit = "limit",
        Until = "until",
        Milliseconds = "ms",
        Seconds = "s",
        Minutes = "min",
        Hours = "h",
        Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        Format = new() { NumberDecimalSeparator = ".", NumberGroupSeparator = "," },
        BeforePercent = ""
    };

    public required string Code { get; init; }
    public required string AsTable { get; init; }
    public required string Nothing { get; init; }
    public required string Time { get; init; }
    public required string Name { get; init; }
    public required string Number { get; init; }
    public required string Limit { get; init; }
    public required string Until { get; init; }
    public required string Milliseconds { get; init; }
    public required string Seconds { get; init; }
    public required string Minutes { get; init; }
    public required string Hours { get; init; }
    public required string[] Months { get; init; }
    public required NumberFormatInfo Format { get; init; }
    public required string BeforePercent { get; init; }

    public static ChartTexts Of(string code) => code == English.Code ? English : Russian;

    public static DateTimeOffset InMoscow(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(MoscowHours));

    public string Value(double value, ChartUnit unit) => unit switch
    {
        ChartUnit.Milliseconds => Duration(value),
        ChartUnit.Share => Share(value),
        ChartUnit.Roubles => Rounded(value, 2) + "\u00A0₽",
        _ => Rounded(value, 3)
    };

    public string Count(long count) => Rounded(count, 0);

    public string Share(double share)
    {
        var percent = share * 100;
        return Rounded(percent, Math.Abs(percent) < 1 ? 2 : Math.Abs(percent) < 10 ? 1 : 0) + BeforePercent + "%";
    }

    public string Duration(double milliseconds) => milliseconds switch
    {
        < 10 => $"{Rounded(milliseconds, 1)}\u00A0{Milliseconds}",
        < 1000 => $"{Rounded(milliseconds, 0)}\u00A0{Milliseconds}",
        < 60_000 => $"{Rounded(milliseconds / 1000, 2)}\u00A0{Seconds}",
        < 3_600_000 => $"{Rounded(milliseconds / 60_000, 1)}\u00A0{Minutes}",
        _ => $"{Rounded(milliseconds / 3_600_000, 1)}\u00A0{Hours}"
    };

    /// <summary>27 Nov</summary>
    public string Day(DateTimeOffset at)
    {
        var local = InMoscow(at);
        return $"{local.Day} {Months[local.Month - 1]}";
    }

    /// <summary>18:00</summary>
    public static string Hour(DateTimeOffset at) => InMoscow(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    public string Moment(DateTimeOffset at) => $"{Day(at)}, {Hour(at)}";

    string Rounded(double value, int decimals) =>
        value.ToString("#,0." + new string('#', decimals), Format);
}
