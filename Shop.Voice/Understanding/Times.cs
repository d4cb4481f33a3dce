using System.Globalization;

namespace Shop.Voice.Understanding;

/// <summary>
/// Times of day: "полчетвёртого" and "пів на четверту" are 15:30, "за чверть десята" and "quarter to ten" 9:45. An hour
/// from one to seven without "утра" is in the afternoon, when the shop is open.
/// </summary>
static class Times
{
    public static void Read(Heard heard, bool isExpected, IDictionary<string, string> entities)
    {
        TimeOnly? time = null;
        for (var i = 0; i < heard.Words.Count; i++)
            if (!heard.IsUsed(i) && (Clock(heard, i) ?? Half(heard, i) ?? To(heard, i) ?? Past(heard, i)
                ?? OneOClock(heard, i) ?? Plain(heard, i, isExpected)) is var (hour, minute, end) && hour <= 24)
            {
                time = new TimeOnly(InTheDay(heard, hour % 24, minute, end), minute);
                heard.Use(i, Math.Min(end, heard.Words.Count));
                i = end - 1;
            }
        if (time is { } found)
            entities[Entity.Time] = found.ToString("HH:mm", CultureInfo.InvariantCulture);
        else if (heard.Has("morning"))
            entities[Entity.Part] = "morning";
        else if (heard.Has("afternoon"))
            entities[Entity.Part] = "afternoon";
        else if (heard.Has("evening"))
            entities[Entity.Part] = "evening";
    }

    static int InTheDay(Heard heard, int hour, int minute, int end)
    {
        if (hour is 0 or > 12)
            return hour;
        // The part of the day follows the time, perhaps after "часов".
        for (var i = end; i < Math.Min(end + 3, heard.Words.Count); i++)
            if (heard.IsAt("morning", i) || heard.At(i) == "in" && heard.At(i + 2) == "morning")
                return hour == 12 ? 0 : hour;
            else if (heard.IsAt("afternoon", i) || heard.IsAt("evening", i))
                return hour == 12 ? 12 : hour + 12;
        return hour <= 7 && !(hour == 7 && minute == 0 && heard.Has("morning")) ? hour + 12 : hour;
    }

    // 15:30
    static (int, int, int)? Clock(Heard heard, int i)
    {
        var parts = heard.At(i).Split(':', '.');
        return parts.Length == 2 && parts[1].Length == 2 && int.TryParse(parts[0], out var hour)
            && int.TryParse(parts[1], out var minute) && hour < 24 && minute < 60
                ? (hour, minute, i + 1)
                : null;
    }

    static (int, int, int)? Half(Heard heard, int i)
    {
        var word = heard.At(i);
        if (word == "half")
        {
            var next = heard.At(i + 1) == "past" ? i + 2 : i + 1;
            return HourAt(heard, next) is { } hour ? (hour.Value, 30, hour.End) : null;
        }
        var start = word.StartsWith("половин", StringComparison.Ordinal) || word is "пол" or "пив"
            ? heard.At(i + 1) == "на" ? i + 2 : i + 1
            : -1;
        if (start >= 0)
            return HourAt(heard, start) is { } next ? (Before(next.Value), 30, next.End) : null;
        // "Полчетвертого" in one word.
        if (word.StartsWith("пол", StringComparison.Ordinal)
            && Numbers.In([new(word[3..], word[3..])]) is [{ IsOrdinal: true, Value: >= 1 and <= 12 } joined])
            return (Before((int)joined.Value), 30, i + 1);
        return null;
    }

    // "Без четверти десять", "за двадцять дванадцята", "quarter to ten".
    static (int, int, int)? To(Heard heard, int i)
    {
        if (heard.At(i) is "без" or "за")
        {
            // "Без двадцати пять" and "за двадцять третя" are composed as one number.
            if (heard.NumberAt(i + 1) is { Value: > 20 and < 30 } joined)
                return (Before((int)joined.Value - 20), 40, joined.To);
            if (Minutes(heard, i + 1) is not var (minutes, end))
                return null;
            return HourAt(heard, end) is { } hour ? (Before(hour.Value), 60 - minutes, hour.End) : null;
        }
        return Minutes(heard, i) is var (before, to) && heard.At(to) is "to" or "till" or "of" && before < 60
            && (heard.At(i) is "quarter" || heard.NumberAt(i) is not null)
            && HourAt(heard, to + 1) is { } english && heard.At(to) != "of"
                ? (Before(english.Value), 60 - before, english.End)
                : null;
    }

    // "Четверть десятого", "пятнадцать минут пятого", "чверть на десяту", "quarter past nine".
    static (int, int, int)? Past(Heard heard, int i)
    {
        if (Minutes(heard, i) is not var (minutes, end) || minutes is 0 or >= 60)
            return null;
        if (heard.At(end) == "past")
            return HourAt(heard, end + 1) is { } past ? (past.Value, minutes, past.End) : null;
        var isNamed = heard.At(i).StartsWith("четверт", StringComparison.Ordinal) && heard.NumberAt(i) is null
            || heard.At(i).StartsWith("чверт", StringComparison.Ordinal)
            || end > 0 && (heard.At(end - 1).StartsWith("минут", StringComparison.Ordinal)
                || heard.At(end - 1).StartsWith("хвилин", StringComparison.Ordinal));
        var next = heard.At(end) == "на" ? end + 1 : end;
        return isNamed && HourAt(heard, next) is { IsOrdinal: true } hour
            ? (Before(hour.Value), minutes, hour.End) : null;
    }

    // "В час дня", "час тридцать"; "на час" alone is a length of time.
    static (int, int, int)? OneOClock(Heard heard, int i)
    {
        if (heard.IsAt("noon", i))
            return (12, 0, i + 1);
        if (heard.At(i) is not ("час" or "часу"))
            return null;
        if (heard.NumberAt(i + 1) is { Value: >= 10 and <= 59 } minutes)
            return (13, (int)minutes.Value, minutes.To);
        return heard.IsAt("afternoon", i + 1) || heard.At(i - 1) is "в" ? (13, 0, i + 1) : null;
    }

    static (int, int, int)? Plain(Heard heard, int i, bool isExpected)
    {
        if (heard.NumberAt(i) is not { } number)
            return null;
        if (number.Value is >= 1000 and <= 2300 && number.Value % 100 == 0 && !number.IsThousands)
            return ((int)number.Value / 100, 0, number.To);
        if (number.Value is < 0 or > 23 || heard.IsAt("pieces", number.To))
            return null;
        var hour = (int)number.Value;
        var end = number.To;
        var isHour = false;
        if (heard.At(end) is "час" or "часа" or "часов" or "годину" or "година" or "годин" or "години" or "oclock"
            || heard.At(end) == "o" && heard.At(end + 1) == "clock")
        {
            isHour = true;
            end += heard.At(end) == "o" && heard.At(end + 1) == "clock" ? 2 : 1;
        }
        if (MinutesAfter(heard, end) is var (minutes, afterMinutes))
            return (hour, minutes, afterMinutes);
        isHour |= heard.IsAt("morning", end) || heard.IsAt("evening", end) || heard.IsAt("afternoon", end) || isExpected
            || heard.At(i - 1) is "в" or "во" or "о" or "об" or "к" or "at" or "for" or "around" or "about" or "часиков"
                or "часа" or "by" or "на" or "until" or "to";
        return isHour ? (hour, 0, end) : null;
    }

    // "Десять тридцать", "восемнадцать ноль ноль".
    static (int Minutes, int End)? MinutesAfter(Heard heard, int i)
    {
        if (heard.NumberAt(i) is not { } number)
            return null;
        if (number.Value == 0)
            return heard.NumberAt(number.To) is { Value: >= 0 and < 10 } unit ? ((int)unit.Value, unit.To) : null;
        return number.Value is >= 10 and <= 59 && !number.IsOrdinal
            ? ((int)number.Value, heard.At(number.To) is "минут" or "хвилин" ? number.To + 1 : number.To)
            : null;
    }

    static (int Minutes, int End)? Minutes(Heard heard, int i)
    {
        var word = heard.At(i);
        if (word == "quarter" || word.StartsWith("чверт", StringComparison.Ordinal) || word is "четверт" or "четверти")
            return (15, i + 1);
        return heard.NumberAt(i) is { Value: >= 1 and <= 59, IsOrdinal: false } number
            ? ((int)number.Value, heard.At(number.To) is var unit && (unit.StartsWith("минут", StringComparison.Ordinal)
                || unit.StartsWith("хвилин", StringComparison.Ordinal)
                    || unit == "minutes") ? number.To + 1 : number.To)
            : null;
    }

    static (int Value, int End, bool IsOrdinal)? HourAt(Heard heard, int i) =>
        heard.NumberAt(i) is { Value: >= 1 and <= 24 } number ? ((int)number.Value, number.To, number.IsOrdinal) : null;

    static int Before(int hour) => hour == 1 ? 12 : hour - 1;
}
