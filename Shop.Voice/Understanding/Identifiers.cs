namespace Shop.Voice.Understanding;

/// <summary>Phone numbers and order numbers: digits that callers say in groups of their own.</summary>
static class Identifiers
{
    /// <summary>Order numbers have six digits or seven, the first of them 1 to 9.</summary>
    const int OrderDigits = 6;

    public static void ReadPhone(Heard heard, Expected expected, IDictionary<string, string> entities)
    {
        foreach (var (from, to) in Runs(heard))
            foreach (var digits in Numbers.Readings(heard.Words, from, to))
                if (Phone(digits, expected == Expected.Phone) is { } phone)
                {
                    entities[Entity.Phone] = phone;
                    heard.Use(from, to);
                    break;
                }
    }

    public static void ReadOrder(Heard heard, bool isAboutOrder, IDictionary<string, string> entities)
    {
        if (!isAboutOrder)
            return;
        foreach (var (from, to) in Runs(heard))
            foreach (var digits in Numbers.Readings(heard.Words, from, to))
                if (digits.Length is OrderDigits or OrderDigits + 1 && digits[0] is >= '1' and <= '9')
                {
                    entities[Entity.Order] = digits;
                    heard.Use(from, to);
                    break;
                }
    }

    /// <summary>Digits with the country: 8 926 … is 7 926 …, 067 … is 380 67 …. Null when it is not a number.</summary>
    public static string? Phone(string digits, bool isShortAllowed) => digits switch
    {
        { Length: 12 } when digits.StartsWith("380", StringComparison.Ordinal) => digits,
        { Length: 11 } when digits[0] == '8' && digits[1] is '9' or '4' => string.Concat("7", digits.AsSpan(1)),
        { Length: 11 } when digits[0] == '7' => digits,
        { Length: 10 } when digits[0] == '0' => "38" + digits,
        { Length: 10 } when digits[0] == '9' => "7" + digits,
        { Length: 9 } when isShortAllowed && digits[0] is >= '3' and <= '9' => "380" + digits,
        _ => null
    };

    // Number words with nothing else between them but "double", "плюс" or the like.
    static IEnumerable<(int From, int To)> Runs(Heard heard)
    {
        for (var i = 0; i < heard.Words.Count; i++)
        {
            if (!IsPart(i))
                continue;
            var from = i;
            while (i < heard.Words.Count && (IsPart(i)
                || heard.At(i) is "plus" or "плюс" && i + 1 < heard.Words.Count && IsPart(i + 1)))
                i++;
            yield return (from, i);
        }

        bool IsPart(int i) => !heard.IsUsed(i) && (Numbers.IsNumber(heard.Words, i)
            || heard.At(i) is "double" or "triple"
            || heard.At(i) == "and" && i > 0 && i + 1 < heard.Words.Count
                && Numbers.IsNumber(heard.Words, i - 1) && Numbers.IsNumber(heard.Words, i + 1));
    }
}
