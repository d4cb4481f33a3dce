using System.Text;

namespace Shop.Voice.Understanding;

/// <summary>A word of an utterance. The folded form is for comparison, the raw one for a search.</summary>
public sealed record Word(string Folded, string Raw)
{
    /// <summary>Digits as recognition wrote them: "205", "15:30".</summary>
    public bool IsDigits => char.IsAsciiDigit(Folded[0]);
}

public static class Words
{
    /// <summary>"Шини 195/65 R15, п'ять" has the words шини, 195, 65, r, 15, пять.</summary>
    public static List<Word> Of(string text)
    {
        var words = new List<Word>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || IsInsideNumber(text, i)))
                    i++;
            }
            else if (char.IsLetter(text[i]))
            {
                while (i < text.Length && (char.IsLetter(text[i]) || IsApostrophe(text, i)))
                    i++;
            }
            else
            {
                i++;
                continue;
            }
            var raw = text[start..i].ToLowerInvariant();
            if (Fold(raw) is { Length: > 0 } folded)
                words.Add(new(folded, raw.Replace('ё', 'е')));
        }
        return words;
    }

    /// <summary>
    /// Letters that Ukrainian and Russian spell differently become one, so that one list serves both and their mixture.
    /// </summary>
    public static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word.ToLowerInvariant())
            switch (letter)
            {
                case 'і' or 'ї' or 'ы':
                    folded.Append('и');
                    break;
                case 'є' or 'э' or 'ё':
                    folded.Append('е');
                    break;
                case 'ґ':
                    folded.Append('г');
                    break;
                case 'ь' or 'ъ' or '\'' or '’' or 'ʼ' or '`':
                    break;
                default:
                    folded.Append(letter);
                    break;
            }
        return folded.ToString();
    }

    // 15:30, 5.5 or 5,5, but not the end of a sentence.
    static bool IsInsideNumber(string text, int i) =>
        text[i] is ':' or '.' or ',' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]);

    static bool IsApostrophe(string text, int i) =>
        text[i] is '\'' or '’' or 'ʼ' or '`' && i + 1 < text.Length && char.IsLetter(text[i + 1]);
}
