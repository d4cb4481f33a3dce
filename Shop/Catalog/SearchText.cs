using System.Text.RegularExpressions;
using Npgsql;
using Shop.Database;

namespace Shop.Catalog;

/// <summary>A word that names contain, for the word at <paramref name="Place"/> (from 1) of a search.</summary>
sealed record MeantWord(int Place, string Word) : IRow<MeantWord>
{
    public static MeantWord Read(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1));
}

/// <summary>What somebody typed, as the database is asked for it. The column of words is folded the same way.</summary>
static partial class SearchText
{
    const int MaxWords = 8;

    public static string Fold(string text) => text.ToLowerInvariant().Replace('ё', 'е');

    public static string[] Words(string text) => [.. Word().Matches(Fold(text)).Select(word => word.Value).Distinct().Take(MaxWords)];

    /// <summary>Who writes "чай -зелёный" means what they write.</summary>
    public static bool HasOperators(string text) => Operator().IsMatch(text);

    /// <summary>ELC-HDP, the beginning of a product's code.</summary>
    public static string? CodeIn(string text) => Code().IsMatch(text) ? text.ToLowerInvariant() : null;

    /// <summary>
    /// A word that no name contains may be the beginning of one, or any of those it was meant to be; where names contain them all, each of them may. Null when
    /// there is too little of them.
    /// </summary>
    public static string? Loosely(string[] words, IReadOnlyList<MeantWord> meant)
    {
        var isKnown = words.Select((word, i) => meant.Contains(new(i + 1, word))).ToList();
        var areAllKnown = !isKnown.Contains(false);
        var alternatives = words.Select((word, i) =>
            isKnown[i] && !areAllKnown ? word : string.Join(" | ", meant.Where(m => m.Place == i + 1).Select(m => m.Word).Prepend(word + ":*")));
        return words.Any(word => word.Length > 1) ? string.Join(" & ", alternatives.Select(any => $"({any})")) : null;
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    [GeneratedRegex("""(^|\s)-\S|"|\s(or|OR)\s""")]
    private static partial Regex Operator();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]+$")]
    private static partial Regex Code();
}
