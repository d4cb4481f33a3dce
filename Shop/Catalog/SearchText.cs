using System.Text.RegularExpressions;
using Shop.Database;

namespace Shop.Catalog;

/// <summary>
/// A word from product names, suggested for the word at <paramref name="Place"/> (from 1) of a search.
/// </summary>
sealed record SpellingSuggestion(int Place, string Word) : IRow<SpellingSuggestion>
{
    public static SpellingSuggestion Read(RowReader row) => new(row.Get<int>(), row.Get<string>());
}

/// <summary>Turns user input into search terms. The column <c>words</c> is folded the same way.</summary>
static partial class SearchText
{
    const int MaxWords = 8;

    public static string Fold(string text) => text.ToLowerInvariant().Replace('ё', 'е');

    public static string[] Words(string text) =>
        [.. Word().Matches(Fold(text)).Select(word => word.Value).Distinct().Take(MaxWords)];

    /// <summary>True for "чай -зелёный": input with search operators gets no spelling suggestions.</summary>
    public static bool HasOperators(string text) => Operator().IsMatch(text);

    /// <summary>ELC-HDP: the text when it may be a prefix of a SKU.</summary>
    public static string? CodeIn(string text) => Code().IsMatch(text) ? text.ToLowerInvariant() : null;

    /// <summary>
    /// A tolerant query. A word that no product name contains matches as a prefix or through its suggestions; when
    /// names contain all the words, every word does. Null when each word is a single character.
    /// </summary>
    public static string? Loosely(string[] words, IReadOnlyList<SpellingSuggestion> meant)
    {
        var isKnown = words.Select((word, i) => meant.Contains(new(i + 1, word))).ToList();
        var areAllKnown = !isKnown.Contains(false);
        var terms = words.Select((word, i) => isKnown[i] && !areAllKnown ? word : Alternatives(word, i + 1));
        return words.Any(word => word.Length > 1) ? string.Join(" & ", terms.Select(term => $"({term})")) : null;

        string Alternatives(string word, int place) =>
            string.Join(" | ", meant.Where(m => m.Place == place).Select(m => m.Word).Prepend(word + ":*"));
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    [GeneratedRegex("""(^|\s)-\S|"|\s(or|OR)\s""")]
    private static partial Regex Operator();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]+$")]
    private static partial Regex Code();
}
