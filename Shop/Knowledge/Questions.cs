using System.Text.RegularExpressions;

namespace Shop.Knowledge;

/// <summary>Turns a spoken question into a full-text query: any of its words, each with its other endings.</summary>
static partial class Questions
{
    const int MaxWords = 16;

    // Words of asking, which every question has. PostgreSQL's dictionaries leave out the others.
    static readonly HashSet<string> Noise =
    [
        "сколько", "стоит", "какой", "какая", "какие", "какое", "скажите", "подскажите", "пожалуйста", "можно",
        "есть", "если", "надо", "нужно", "делать", "скільки", "коштує", "який", "яка", "яке", "які", "скажіть",
        "підкажіть", "будь", "ласка", "можна", "якщо", "треба", "потрібно", "робити", "що", "як", "чи", "це", "для",
        "при", "або", "вас", "мені", "мене", "mean", "means", "meaning", "значит", "значить", "much", "how", "cost",
        "can", "please", "tell", "what", "does", "you", "your"
    ];

    public static string ConfigurationOf(string language) => language switch
    {
        "en" => "english",
        "ru" => "russian",
        _ => "simple"
    };

    /// <summary>Null when nothing to search for remains.</summary>
    public static string? QueryOf(string question, string language)
    {
        var folded = Apostrophe().Replace(question.ToLowerInvariant(), "").Replace('ё', 'е');
        var words = Word().Matches(folded).Select(word => word.Value).Where(word => word.Length > 2
            && !Noise.Contains(word))
            .Distinct().Take(MaxWords).Select(word => TermOf(word, language)).ToList();
        return words.Count == 0 ? null : string.Join(" | ", words);
    }

    // The dictionaries know endings. Without one, words that begin alike count as one: зберігання, зберігаєте.
    static string TermOf(string word, string language) =>
        language == "uk" ? $"{word[..Math.Max(3, word.Length - (word.Length > 6 ? 3 : word.Length > 4 ? 2 : 0))]}:*"
            : word;

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    [GeneratedRegex("['’ʼ`]")]
    private static partial Regex Apostrophe();
}
