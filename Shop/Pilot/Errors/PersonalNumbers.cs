namespace Shop.Pilot.Errors;

/// <summary>
/// Finds telephone numbers, cards, SNILS, INN, passports and IPv4 addresses among the numbers of a text. Check digits
/// tell most of them from other numbers; where they cannot, the way they are written does.
/// </summary>
static class PersonalNumbers
{
    const int MaxGroups = 8;
    static readonly string[] Keywords = ["инн", "снилс", "паспорт", "inn", "snils", "passport"];

    public static void Find(ReadOnlySpan<char> text, List<Finding> found)
    {
        Span<Digits> groups = stackalloc Digits[MaxGroups];
        for (var start = 0; start < text.Length;)
        {
            var offset = text[start..].IndexOfAnyInRange('0', '9');
            if (offset < 0)
                return;
            start += offset;
            if (start > 0 && IsWord(text, start - 1) && !EscapedLine.EndsAt(text, start - 1))
            {
                start = EndOfWord(text, start);
                continue;
            }
            start = FindIn(text, groups[..Split(text, start, groups)], found);
        }
    }

    // Looks for the longest number that begins with the first group, and else goes on with the next group.
    static int FindIn(ReadOnlySpan<char> text, ReadOnlySpan<Digits> groups, List<Finding> found)
    {
        var start = groups[0].Start;
        for (var count = groups.Length; count > 0; count--)
        {
            var end = groups[count - 1].End;
            if (end < text.Length && IsWord(text, end))
                continue;
            if (LabelOf(text, groups[..count]) is not { } label)
                continue;
            if (start > 0 && text[start - 1] == '(')
                start--;
            if (start > 0 && text[start - 1] == '+')
                start--;
            found.Add(new(start, end, label));
            return end;
        }
        return EndOfWord(text, groups[0].End);
    }

    static string? LabelOf(ReadOnlySpan<char> text, ReadOnlySpan<Digits> groups)
    {
        Span<char> digits = stackalloc char[MaxGroups * 20];
        var length = 0;
        var dots = 0;
        foreach (var group in groups)
        {
            if (group.End - group.Start > 20)
                return null;
            text[group.Start..group.End].CopyTo(digits[length..]);
            length += group.End - group.Start;
            dots += group.IsAfterDot ? 1 : 0;
        }
        digits = digits[..length];
        var start = groups[0].Start;
        var hasPlus = start > 0 && text[start - 1] == '+';
        var hasBracket = start > 0 && text[start - 1] == '(';
        if (dots == 3 && groups.Length == 4 && NetworkAddresses.IsV4(text, groups))
            return "[ip]";
        if (IsPhone(digits, groups, hasPlus, hasBracket))
            return "[phone]";
        if (dots > 0)
            return null;
        var isSnils = length == 11 && (Has(groups, 3, 3, 3, 2) || HasSnilsSum(digits));
        return length switch
        {
            >= 13 and <= 19 when IsCard(digits, groups) => "[card]",
            11 when isSnils => "[snils]",
            10 when Has(groups, 4, 6) || Has(groups, 2, 2, 6) => "[passport]",
            10 or 12 when groups.Length == 1 && HasInnSum(digits) => "[inn]",
            >= 6 and <= 14 when IsAfterKeyword(text[..start]) => "[document]",
            _ => null
        };
    }

    // +7 912 345-67-89, 8 (912) 345 67 89, 79123456789, (495) 123-45-67.
    static bool IsPhone(ReadOnlySpan<char> digits, ReadOnlySpan<Digits> groups, bool hasPlus, bool hasBracket) =>
        hasPlus
            ? digits.Length is >= 10 and <= 15
            : digits.Length switch
            {
                11 => digits[0] is '7' or '8' && digits[1] is '3' or '4' or '8' or '9' && !Has(groups, 3, 3, 3, 2),
                10 => digits[0] is '3' or '4' or '8' or '9'
                    && (hasBracket || Has(groups, 3, 3, 2, 2) || Has(groups, 3, 3, 4)),
                _ => false
            };

    static bool IsCard(ReadOnlySpan<char> digits, ReadOnlySpan<Digits> groups) =>
        digits[0] is not ('0' or '1') && IsGroupedAsCard(groups) && HasLuhnSum(digits);

    static bool IsGroupedAsCard(ReadOnlySpan<Digits> groups)
    {
        if (groups.Length == 1 || Has(groups, 4, 6, 5))
            return true;
        foreach (var group in groups[..^1])
            if (group.Length != 4)
                return false;
        return groups[^1].Length <= 4;
    }

    static bool Has(ReadOnlySpan<Digits> groups, params ReadOnlySpan<int> lengths)
    {
        if (groups.Length != lengths.Length)
            return false;
        for (var i = 0; i < lengths.Length; i++)
            if (groups[i].Length != lengths[i])
                return false;
        return true;
    }

    static bool HasLuhnSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
        }
        return sum % 10 == 0;
    }

    static bool HasSnilsSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
            sum += (9 - i) * (digits[i] - '0');
        return sum % 101 % 100 == (digits[9] - '0') * 10 + digits[10] - '0';
    }

    static bool HasInnSum(ReadOnlySpan<char> digits) => digits.Length == 10
        ? Sum(digits, [2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[9] - '0'
        : Sum(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[10] - '0'
            && Sum(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[11] - '0';

    static int Sum(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * (digits[i] - '0');
        return sum % 11 % 10;
    }

    static bool IsAfterKeyword(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(" :№#=");
        foreach (var keyword in Keywords)
            if (before.EndsWith(keyword, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    static int Split(ReadOnlySpan<char> text, int start, Span<Digits> groups)
    {
        var count = 0;
        var isAfterDot = false;
        while (count < groups.Length)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            groups[count++] = new(start, end, isAfterDot);
            start = end;
            isAfterDot = start < text.Length && text[start] == '.';
            while (start < text.Length && start - end < 3 && IsSeparator(text[start]))
                start++;
            if (start == end || start == text.Length || !char.IsAsciiDigit(text[start]))
                break;
        }
        return count;
    }

    static bool IsSeparator(char sign) => sign is ' ' or '-' or '(' or ')' or '.' or '\u00a0' or '№';

    static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && IsWord(text, start))
            start++;
        return start;
    }

    static bool IsWord(ReadOnlySpan<char> text, int index) => char.IsLetterOrDigit(text[index]) || text[index] == '_';
}

readonly record struct Digits(int Start, int End, bool IsAfterDot)
{
    public int Length => End - Start;
}
