namespace Shop.Voice.Understanding;

/// <summary>
/// An utterance while it is being read: its words and numbers, and which words already mean something.
/// </summary>
sealed class Heard(List<Word> words)
{
    readonly bool[] _used = new bool[words.Count];

    public IReadOnlyList<Word> Words => words;

    public List<Number> Numbers { get; } = Understanding.Numbers.In(words);

    public void Use(int from, int to) => Array.Fill(_used, true, from, to - from);

    public void Use(Number number) => Use(number.From, number.To);

    public bool IsUsed(int i) => _used[i];

    public IEnumerable<Number> Unused => Numbers.Where(number => !_used[number.From]);

    public Number? NumberAt(int word) => Numbers.Find(number => number.From == word && !_used[word]);

    public Number? NumberEndingAt(int word) => Numbers.Find(number => number.To == word && !_used[number.From]);

    public bool Has(string section) => Lexicon.Has(section, Words);

    public bool IsAt(string section, int i) => Lexicon.IsAt(section, Words, i);

    /// <summary>Takes the words of the section's first phrase.</summary>
    public bool Take(string section)
    {
        var isFound = false;
        for (var at = Lexicon.Find(section, Words, 0); at is var (from, to); at = Lexicon.Find(section, Words, to))
        {
            isFound = true;
            Use(from, to);
        }
        return isFound;
    }

    public string At(int i) => i >= 0 && i < Words.Count ? Words[i].Folded : "";
}
