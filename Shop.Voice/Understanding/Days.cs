using System.Globalization;

namespace Shop.Voice.Understanding;

/// <summary>Dates: "завтра", "в следующую среду", "третьего декабря", "in three days", "december fifth".</summary>
static class Days
{
    static readonly (string Beginning, DayOfWeek Day)[] Weekdays =
    [
        ("понедел", DayOfWeek.Monday), ("понедил", DayOfWeek.Monday), ("вторник", DayOfWeek.Tuesday), ("вивтор",
            DayOfWeek.Tuesday),
        ("среду", DayOfWeek.Wednesday), ("среда", DayOfWeek.Wednesday), ("среди", DayOfWeek.Wednesday),
        ("серед", DayOfWeek.Wednesday), ("четверг", DayOfWeek.Thursday), ("четвер", DayOfWeek.Thursday),
        ("пятниц", DayOfWeek.Friday), ("суббот", DayOfWeek.Saturday), ("субот", DayOfWeek.Saturday),
        ("воскресен", DayOfWeek.Sunday), ("недиля", DayOfWeek.Sunday), ("недилю", DayOfWeek.Sunday),
        ("недили", DayOfWeek.Sunday), ("monday", DayOfWeek.Monday), ("tuesday", DayOfWeek.Tuesday),
        ("wednesday", DayOfWeek.Wednesday), ("thursday", DayOfWeek.Thursday), ("friday", DayOfWeek.Friday),
        ("saturday", DayOfWeek.Saturday), ("sunday", DayOfWeek.Sunday)
    ];

    static readonly (string Beginning, int Month)[] Months =
    [
        ("январ", 1), ("сичн", 1), ("january", 1), ("феврал", 2), ("лют", 2), ("february", 2), ("март", 3),
        ("березн", 3), ("march", 3), ("апрел", 4), ("квитн", 4), ("april", 4), ("мая", 5), ("травн", 5), ("may", 5),
        ("июн", 6), ("червн", 6), ("june", 6), ("июл", 7), ("липн", 7), ("july", 7), ("август", 8), ("серпн", 8),
        ("august", 8), ("сентябр", 9), ("вересн", 9), ("september", 9), ("октябр", 10), ("жовтн", 10),
        ("october", 10), ("ноябр", 11), ("листопад", 11), ("november", 11), ("декабр", 12), ("грудн", 12),
        ("december", 12)
    ];

    public static void Read(Heard heard, DateOnly today, IDictionary<string, string> entities)
    {
        DateOnly? date = null;
        var isExact = false;
        for (var i = 0; i < heard.Words.Count; i++)
        {
            if (heard.IsUsed(i))
                continue;
            if (OfMonth(heard, i, today) is { } named)
                (date, isExact) = (named, true);
            else if (!isExact && Relative(heard, i, today) is var (relative, to))
            {
                date = relative;
                heard.Use(i, to);
            }
            else if (!isExact && WeekdayAt(heard, i) is { } day)
            {
                var ahead = ((int)day - (int)today.DayOfWeek + 7) % 7;
                date = today.AddDays(ahead == 0 ? 7 : ahead);
                heard.Use(i, i + 1);
            }
        }
        if (date is { } found)
            entities[Entity.Date] = found.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    static (DateOnly Date, int To)? Relative(Heard heard, int i, DateOnly today)
    {
        switch (heard.At(i))
        {
            case "сегодня" or "согодни" or "today" or "tonight":
                return (today, i + 1);
            case "послезавтра" or "пислязавтра":
                return (today.AddDays(2), i + 1);
            case "завтра" or "завтрашний" or "tomorrow":
                return (today.AddDays(1), i + 1);
            case "day" when heard.At(i + 1) == "after":
                return (today.AddDays(2), heard.At(i + 2) == "tomorrow" ? i + 3 : i + 2);
            case "через" or "in":
                return After(heard, i + 1, today);
            case "week" when heard.At(i + 1) == "from":
                return (today.AddDays(7), Math.Min(i + 3, heard.Words.Count));
            default:
                return null;
        }
    }

    static (DateOnly, int)? After(Heard heard, int i, DateOnly today)
    {
        var number = heard.NumberAt(i);
        var unit = number?.To ?? (heard.At(i) is "a" or "one" ? i + 1 : i);
        var count = (int)Math.Min(number?.Value ?? 1, 60);
        return heard.At(unit) switch
        {
            "день" or "ден" or "дня" or "дней" or "дни" or "днив" or "day" or "days" =>
                (today.AddDays(count), unit + 1),
            "неделю" or "недели" or "недел" or "тижден" or "тижни" or "тижнив" or "week" or "weeks" =>
                (today.AddDays(7 * count), unit + 1),
            _ => null
        };
    }

    // "Третьего декабря", "5 грудня", "the third of december", "december tenth".
    static DateOnly? OfMonth(Heard heard, int i, DateOnly today)
    {
        if (MonthAt(heard, i) is not { } month)
            return null;
        var before = heard.NumberEndingAt(i) ?? (heard.At(i - 1) == "of" ? heard.NumberEndingAt(i - 1) : null);
        var number = before is { Value: >= 1 and <= 31 } ? before : heard.NumberAt(i + 1);
        if (number is not { Value: >= 1 and <= 31 } || number.Value > DateTime.DaysInMonth(today.Year, month))
            return null;
        heard.Use(number);
        heard.Use(i, i + 1);
        var date = new DateOnly(today.Year, month, (int)number.Value);
        return date < today ? date.AddYears(1) : date;
    }

    static int? MonthAt(Heard heard, int i)
    {
        foreach (var (beginning, month) in Months)
            if (heard.At(i).StartsWith(beginning, StringComparison.Ordinal))
                return month;
        return null;
    }

    static DayOfWeek? WeekdayAt(Heard heard, int i)
    {
        var word = heard.At(i);
        foreach (var (beginning, day) in Weekdays)
            if (word.StartsWith(beginning, StringComparison.Ordinal)
                && !word.StartsWith("четверт", StringComparison.Ordinal))
                return day;
        return null;
    }
}
