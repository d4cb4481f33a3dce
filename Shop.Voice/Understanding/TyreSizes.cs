using System.Globalization;

namespace Shop.Voice.Understanding;

/// <summary>
/// Tyre sizes as people say them: "двести пять пятьдесят пять шестнадцать", "two oh five by fifty five r sixteen".
/// </summary>
static class TyreSizes
{
    public static void Read(Heard heard, Expected expected, IDictionary<string, string> entities)
    {
        // The last one counts: "two oh five, no, two fifteen".
        for (var start = 0; start < heard.Numbers.Count; start++)
            if (!heard.IsUsed(heard.Numbers[start].From) && Match(heard, start) is var (size, end))
            {
                entities[Entity.Size] = size;
                heard.Use(heard.Numbers[start].From, heard.Numbers[end - 1].To);
                start = end - 1;
            }
        if (entities.ContainsKey(Entity.Size) || expected != Expected.Size)
            return;
        foreach (var number in heard.Unused)
            if (IsWidth(number.Digits))
                entities[Entity.Width] = number.Digits;
            else if (IsProfile(number.Digits))
                entities[Entity.Profile] = number.Digits;
        if (!entities.ContainsKey(Entity.Width) && Joined(heard, IsWidth) is { } width)
            entities[Entity.Width] = width;
    }

    /// <summary>A rim without a size: "на пятнадцатый радиус", "sixteen inch".</summary>
    public static void ReadRim(Heard heard, bool isAboutTyres, IDictionary<string, string> entities)
    {
        if (entities.ContainsKey(Entity.Size) || entities.ContainsKey(Entity.Width))
            return;
        Number? rim = null;
        foreach (var number in heard.Unused)
            if (IsRim(number.Digits) && (isAboutTyres || heard.IsAt("rim", number.To)
                || heard.IsAt("rim", number.From - 1)))
                rim = number;
        if (rim is null)
            return;
        entities[Entity.Rim] = rim.Digits;
        heard.Use(rim);
    }

    static (string Size, int End)? Match(Heard heard, int start)
    {
        foreach (var (width, afterWidth) in Parts(heard, start, 3, isGlued: false, IsWidth))
            foreach (var (profile, afterProfile) in Parts(heard, afterWidth, 2, isGlued: true, IsProfile))
                foreach (var (rim, end) in Parts(heard, afterProfile, 2, isGlued: true, IsRim))
                    return ($"{width}/{profile} R{rim}", end);
        return null;
    }

    // Numbers that, joined, are a part of a size. Only words such as "на" and "by" may stand between them, and before
    // the first one unless the size begins with it.
    static IEnumerable<(string Digits, int End)> Parts(
        Heard heard, int start, int most, bool isGlued, Func<string, bool> fits)
    {
        var digits = "";
        for (var i = start; i < Math.Min(start + most, heard.Numbers.Count); i++)
        {
            var number = heard.Numbers[i];
            if (number.IsThousands || heard.IsUsed(number.From) || (isGlued || i > start) && !IsGlued(heard, i))
                yield break;
            digits += number.Digits;
            if (fits(digits))
                yield return (digits, i + 1);
        }
    }

    static bool IsGlued(Heard heard, int number)
    {
        for (var word = heard.Numbers[number - 1].To; word < heard.Numbers[number].From; word++)
            if (!heard.IsAt("glue", word))
                return false;
        return true;
    }

    static string? Joined(Heard heard, Func<string, bool> fits)
    {
        string? found = null;
        for (var start = 0; start < heard.Numbers.Count; start++)
            foreach (var (digits, _) in Parts(heard, start, 3, isGlued: false, fits))
                found = digits;
        return found;
    }

    public static bool IsWidth(string digits) => Value(digits, 3) is >= 125 and <= 335 and var width && width % 10 == 5;

    public static bool IsProfile(string digits) => Value(digits, 2) is >= 25 and <= 85 and var profile
        && profile % 5 == 0;

    public static bool IsRim(string digits) => Value(digits, 2) is >= 12 and <= 24;

    static int Value(string digits, int length) =>
        digits.Length == length && int.TryParse(digits, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
