using System.Globalization;

namespace Shop.Voice.Understanding;

/// <summary>A number in an utterance: its value, its digits with leading zeros, and its words.</summary>
sealed record Number(long Value, string Digits, int From, int To, bool IsOrdinal)
{
    public bool IsThousands { get; init; }
}

/// <summary>
/// Number words of three languages, composed downwards only: hundreds, tens, units. "Двести пять пятьдесят пять" is 205
/// and 55, "two fifteen" is 2 and 15.
/// </summary>
static class Numbers
{
    sealed record NumberWord(int Value, bool IsOrdinal, bool IsHundred);

    static readonly Dictionary<string, NumberWord> Known = [];
    static readonly List<(string Beginning, int Value)> Beginnings = [];

    static Numbers()
    {
        foreach (var line in Resource.Lines("Numbers.txt"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var value = int.Parse(line[..space], CultureInfo.InvariantCulture);
            var isOrdinal = false;
            foreach (var form in line[space..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (form == ";")
                    isOrdinal = true;
                else if (form.EndsWith('*'))
                    Beginnings.Add((Words.Fold(form[..^1]), value));
                else
                    Known.TryAdd(Words.Fold(form), new(value, isOrdinal, form == "hundred"));
        }
    }

    /// <summary>The numbers of an utterance, each of as many words as belong together.</summary>
    public static List<Number> In(IReadOnlyList<Word> words)
    {
        var numbers = new List<Number>();
        for (var i = 0; i < words.Count;)
        {
            if (WordAt(words, i) is null)
            {
                i++;
                continue;
            }
            var (number, next) = Compose(words, i, int.MaxValue);
            numbers.Add(number);
            i = next;
        }
        return Multiplied(words, numbers);
    }

    /// <summary>
    /// The digits that the number words of a range may mean: "сто десять двадцать" is 11020 and, with fewer words
    /// together, 1001020. The first is composed of the fewest numbers.
    /// </summary>
    public static IEnumerable<string> Readings(IReadOnlyList<Word> words, int from, int to)
    {
        var readings = new List<(int Numbers, string Digits)>();
        Read(from, 0, "");
        return readings.OrderBy(reading => reading.Numbers).Select(reading => reading.Digits).Distinct();

        void Read(int i, int count, string digits)
        {
            if (digits.Length > 13)
                return;
            var repeats = 1;
            for (; i < to; i++)
                if (words[i].Folded == "double")
                    repeats = 2;
                else if (words[i].Folded == "triple")
                    repeats = 3;
                else if (WordAt(words, i) is not null)
                    break;
            if (i >= to)
            {
                readings.Add((count, digits));
                return;
            }
            var previous = -1;
            for (var most = 1; most <= 6; most++)
            {
                var (number, next) = Compose(words, i, most);
                if (next == previous || next > to)
                    break;
                previous = next;
                var more = string.Concat(Enumerable.Repeat(number.Digits, repeats));
                Read(next, count + 1, digits + more);
            }
        }
    }

    public static bool IsNumber(IReadOnlyList<Word> words, int i) => WordAt(words, i) is not null;

    static NumberWord? WordAt(IReadOnlyList<Word> words, int i)
    {
        var word = words[i].Folded;
        if (char.IsAsciiDigit(word[0]))
            return word.All(char.IsAsciiDigit) && word.Length < 16 ? new(-1, false, false) : null;
        if (Find(word) is not { } found)
            return null;
        // "Oh" is a zero between numbers only, and "the second one" counts nothing.
        if (word is "oh" or "o" && !(i > 0 && IsPlain(words[i - 1].Folded)
            || i + 1 < words.Count && IsPlain(words[i + 1].Folded)))
            return null;
        if (word == "one" && i > 0 && (Find(words[i - 1].Folded)?.IsOrdinal == true
            || words[i - 1].Folded is "this" or "that" or "which" or "last" or "cheaper" or "cheapest" or "have"))
            return null;
        return found;
    }

    static bool IsPlain(string word) => word is not "oh" and not "o" && (char.IsAsciiDigit(word[0])
        || Find(word) is not null)
        || word is "double" or "oh";

    static NumberWord? Find(string word)
    {
        if (Known.TryGetValue(word, out var known))
            return known;
        foreach (var (beginning, value) in Beginnings)
            if (word.StartsWith(beginning, StringComparison.Ordinal) && word.Length - beginning.Length <= 3)
                return new(value, word.Length > beginning.Length && word[beginning.Length..] != "и", false);
        return null;
    }

    static (Number Number, int Next) Compose(IReadOnlyList<Word> words, int from, int most)
    {
        long thousands = 0, group = 0;
        var (last, isThousands, i, taken) = (int.MaxValue, false, from, 0);
        NumberWord? first = null;
        var isOrdinal = false;
        while (i < words.Count && taken < most)
        {
            var at = i;
            // "Two hundred and five".
            if (taken > 0 && words[i].Folded == "and" && last >= 100 && i + 1 < words.Count)
                at++;
            if (WordAt(words, at) is not { } word)
                break;
            if (word.Value < 0)
            {
                // Digits stand alone, but "5 тысяч" is 5000.
                if (taken > 0)
                    break;
                group = long.Parse(words[at].Folded, CultureInfo.InvariantCulture);
                last = -1;
            }
            else if (word.Value == 1000)
            {
                if (isThousands || taken > 0 && group == 0)
                    break;
                (thousands, group, last, isThousands) = (Math.Max(group, 1) * 1000, 0, 1000, true);
            }
            else if (word.IsHundred && taken > 0 && group is > 0 and < 100)
                (group, last) = (group * 100, 100);
            else if (taken == 0 || Follows(last, word.Value))
                (group, last) = (group + word.Value, Rank(word.Value));
            else
                break;
            first ??= word;
            isOrdinal = word.IsOrdinal;
            taken++;
            i = at + 1;
            if (word.Value == 0 || isOrdinal)
                break;
        }
        var value = thousands + group;
        var digits = first is { Value: < 0 } && !isThousands
            ? words[from].Folded
            : value.ToString(CultureInfo.InvariantCulture);
        return (new(value, digits, from, i, isOrdinal) { IsThousands = isThousands }, i);
    }

    static int Rank(int value) => value switch
    {
        >= 100 => 100,
        >= 20 => 20,
        >= 10 => 10,
        _ => 1
    };

    // After thousands anything, after hundreds anything less, after tens units only.
    static bool Follows(int last, int value) => value != 0 && last switch
    {
        1000 => value < 1000,
        100 => value < 100,
        20 => value < 10,
        _ => false
    };

    // "Шести с половиной тысяч" is 6500, "полторы тысячи" 1500, "тысячи за четыре" 4000.
    static List<Number> Multiplied(IReadOnlyList<Word> words, List<Number> numbers)
    {
        for (var n = 0; n < numbers.Count; n++)
        {
            var number = numbers[n];
            if (number is not { Value: 1000, IsThousands: true })
                continue;
            var before = number.From - 1;
            if (before >= 0 && (Starts(before, "полтор") || Starts(before, "пивтор")))
                numbers[n] = number with { Value = 1500, Digits = "1500", From = before };
            else if (before >= 1 && (Starts(before, "половин") || Starts(before, "half")) && n > 0
                && numbers[n - 1] is { Value: < 1000 } whole && before - whole.To <= 2)
            {
                numbers[n] = Of(whole.Value * 1000 + 500, whole.From, number.To);
                numbers.RemoveAt(--n);
            }
            else if (n + 1 < numbers.Count && numbers[n + 1] is { Value: > 0 and < 1000 } after
                && after.From == number.To + 1 && words[number.To].Folded is "за" or "по" or "до")
            {
                numbers[n] = Of(numbers[n + 1].Value * 1000, number.From, numbers[n + 1].To);
                numbers.RemoveAt(n + 1);
            }
        }
        return numbers;

        bool Starts(int i, string beginning) => words[i].Folded.StartsWith(beginning, StringComparison.Ordinal);

        static Number Of(long value, int from, int to) =>
            new(value, value.ToString(CultureInfo.InvariantCulture), from, to, false) { IsThousands = true };
    }
}
