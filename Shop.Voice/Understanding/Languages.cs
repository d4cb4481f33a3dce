using System.Buffers;
using Shop.Calls;

namespace Shop.Voice.Understanding;

/// <summary>Tells the spoken language by letters and words that only one language has.</summary>
static class Languages
{
    static readonly SearchValues<char> UkrainianLetters = SearchValues.Create("іїєґ'’ʼ");

    public static SpokenLanguage Of(IReadOnlyList<Word> words, SpokenLanguage otherwise)
    {
        int ukrainian = 0, russian = 0, english = 0;
        foreach (var word in words)
        {
            if (char.IsAsciiLetter(word.Raw[0]))
            {
                english += word.Raw.Length > 1 ? 1 : 0;
                continue;
            }
            if (word.Raw.AsSpan().ContainsAny(UkrainianLetters) || Lexicon.IsKnown("ukrainian", word.Folded))
                ukrainian++;
            else if (word.Raw.AsSpan().ContainsAny("ыэъ") || Lexicon.IsKnown("russian", word.Folded))
                russian++;
        }
        if (english > ukrainian + russian)
            return SpokenLanguage.English;
        if (ukrainian == russian)
            return otherwise == SpokenLanguage.English && ukrainian + russian == 0 && words.Any(IsCyrillic)
                ? SpokenLanguage.Russian
                : otherwise;
        return ukrainian > russian ? SpokenLanguage.Ukrainian : SpokenLanguage.Russian;
    }

    /// <summary>The language that a caller asks to speak.</summary>
    public static SpokenLanguage? Asked(IReadOnlyList<Word> words) =>
        Lexicon.Has("language_uk", words) ? SpokenLanguage.Ukrainian
        : Lexicon.Has("language_ru", words) ? SpokenLanguage.Russian
        : Lexicon.Has("language_en", words) ? SpokenLanguage.English
        : null;

    static bool IsCyrillic(Word word) => word.Raw[0] is >= 'а' and <= 'я' or 'і' or 'ї' or 'є' or 'ґ';
}
