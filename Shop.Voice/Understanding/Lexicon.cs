namespace Shop.Voice.Understanding;

/// <summary>Lists of words and phrases by what they mean, read once from <c>Lexicon.txt</c>.</summary>
static class Lexicon
{
    const int Gap = 4;

    sealed record Part(string Text, bool IsPrefix, bool IsGap)
    {
        public bool Matches(string word) =>
            IsPrefix ? word.StartsWith(Text, StringComparison.Ordinal) : word == Text;
    }

    // By the first letter of a phrase, because most phrases do not even begin like a word.
    static readonly Dictionary<string, Dictionary<char, Part[][]>> Sections = Read();

    public static bool Has(string section, IReadOnlyList<Word> words) => Find(section, words, 0) is not null;

    /// <summary>True when a phrase of the section starts at this word.</summary>
    public static bool IsAt(string section, IReadOnlyList<Word> words, int i) => LengthAt(section, words, i) > 0;

    /// <summary>The number of words of the longest phrase that starts here; 0 when none does.</summary>
    public static int LengthAt(string section, IReadOnlyList<Word> words, int i)
    {
        var longest = 0;
        if (i >= 0 && i < words.Count && Sections[section].TryGetValue(words[i].Folded[0], out var phrases))
            foreach (var phrase in phrases)
                longest = Math.Max(longest, Match(phrase, 0, words, i) - i);
        return longest;
    }

    /// <summary>The first phrase at or after this word.</summary>
    public static (int From, int To)? Find(string section, IReadOnlyList<Word> words, int start)
    {
        for (var i = start; i < words.Count; i++)
            if (LengthAt(section, words, i) is > 0 and var length)
                return (i, i + length);
        return null;
    }

    public static bool IsKnown(string section, string folded) =>
        Sections[section].TryGetValue(folded[0], out var phrases)
        && Array.Exists(phrases, phrase => phrase.Length == 1 && phrase[0].Matches(folded));

    // The index after the phrase, or 0.
    static int Match(Part[] phrase, int part, IReadOnlyList<Word> words, int i)
    {
        if (part == phrase.Length)
            return i;
        if (phrase[part].IsGap)
        {
            for (var skipped = 0; skipped <= Gap && i + skipped < words.Count; skipped++)
                if (Match(phrase, part + 1, words, i + skipped) is > 0 and var end)
                    return end;
            return 0;
        }
        return i < words.Count && phrase[part].Matches(words[i].Folded) ? Match(phrase, part + 1, words, i + 1) : 0;
    }

    static Dictionary<string, Dictionary<char, Part[][]>> Read()
    {
        var sections = new Dictionary<string, List<Part[]>>();
        List<Part[]> current = [];
        foreach (var line in Resource.Lines("Lexicon.txt"))
            if (line[0] == '[')
                sections.Add(line[1..^1], current = []);
            else
                current.AddRange(line
                    .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(phrase => phrase.Split(' ').Select(PartOf).ToArray()));
        return sections.ToDictionary(
            section => section.Key,
            section => section.Value.GroupBy(phrase => phrase[0].Text[0]).ToDictionary(
                group => group.Key, group => group.ToArray()));
    }

    static Part PartOf(string text) => new(Words.Fold(text.TrimEnd('*')), text.EndsWith('*'), text == "..");
}
