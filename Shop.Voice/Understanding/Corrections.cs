namespace Shop.Voice.Understanding;

/// <summary>
/// "Не шестнадцать, а семнадцать", "no, at eleven, not at ten": what remains without the part taken back.
/// </summary>
static class Corrections
{
    /// <summary>Null when nothing is taken back.</summary>
    public static List<Word>? Kept(List<Word> words, Expected expected)
    {
        var not = words.FindIndex(word => word.Folded is "не" or "not");
        if (not < 0 || words.Count - not < 2 || !IsTakenBack(words, not))
            return null;
        var but = words.FindIndex(not + 1, word => word.Folded is "а" or "но" or "але" or "but");
        if (but > not + 1)
            return [.. words[..not], .. words[(but + 1)..]];
        // "В одиннадцать, а не в десять": what precedes remains.
        var before = words[..not].FindAll(word => !IsFiller(word));
        if (before.Count > 0)
            return before;
        return expected == Expected.Anything && !HasValue(words, not + 1) ? null : AfterFirstValue(words, not + 1);
    }

    // What follows "not" must be something that can be understood, not a verb: "не надо".
    static bool IsTakenBack(List<Word> words, int not) =>
        HasValue(words, not + 1) && !Lexicon.IsAt("under", words, not) && !Lexicon.IsAt("studs_no", words, not)
        && !(words.Count > not + 1 && words[not + 1].Folded is "more" or "надо" or "треба" or "больше");

    static bool HasValue(List<Word> words, int i)
    {
        for (var near = i; near < Math.Min(i + 2, words.Count); near++)
            if (Numbers.IsNumber(words, near) || Lexicon.IsAt("season_winter", words, near)
                || Lexicon.IsAt("season_summer", words, near) || Lexicon.IsAt("season_all", words, near)
                || Lexicon.IsAt("day_word", words, near) || Lexicon.IsAt("studs_yes", words, near)
                || near == i && IsBrand(words[near]))
                return true;
        return false;
    }

    static bool IsBrand(Word word)
    {
        var found = new Dictionary<string, string>();
        Brands.Read(new([word]), found);
        return found.Count > 0;
    }

    // "Not two oh five, two fifteen": the later of two values wins when both are read, so only a day is dropped here.
    static List<Word> AfterFirstValue(List<Word> words, int i) =>
        Lexicon.LengthAt("day_word", words, i) is > 0 and var length ? words[(i + length)..] : words[i..];

    static bool IsFiller(Word word) =>
        word.Folded is "нет" or "ни" or "no" or "а" or "and" or "ой" or "oops" or "sorry"
            || Lexicon.IsKnown("mistake", word.Folded);
}
