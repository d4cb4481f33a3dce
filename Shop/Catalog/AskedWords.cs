using Npgsql;
using Shop.Database;

namespace Shop.Catalog;

/// <summary>
/// What a product has to have, and the part of it that the index is asked for: without the words that most products have. Looking one of those up means
/// walking along a list of all products to rule out almost none.
/// </summary>
sealed record AskedWords(Sql All, Sql Rare)
{
    static readonly Sql None = Sql.Of($"null::tsquery");

    public static AskedWords Of(string text, string[] common)
    {
        var folded = SearchText.Fold(text);
        return new(
            Sql.Of($"websearch_to_tsquery('russian', {folded})"),
            // Of "дом or дача" and "дом -дача" no product has to have all words.
            common.Length == 0 || SearchText.HasOperators(text) ? None : Sql.Of(
                $"""
                (select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''', ' & ')::tsquery
                from unnest(tsvector_to_array(to_tsvector('russian', {folded}))) word where word <> all({common}))
                """));
    }

    public static AskedWords Loosely(string query) => new(Sql.Of($"to_tsquery('russian', {query})"), None);
}

/// <summary>The words that more than half of all products have, as far as the planner's statistics know.</summary>
public sealed class CommonWords(NpgsqlDataSource database, TimeProvider time)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    volatile Known _known = new([], default);

    sealed record Known(string[] Words, DateTimeOffset Until);

    public async ValueTask<string[]> GetAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now < _known.Until)
            return _known.Words;
        // Who asks meanwhile goes on with what was known.
        _known = _known with { Until = now + Lifetime };
        var words = await database.ScalarAsync<string[]>(
            $"""
            select array_agg(word)
            from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) common (word, share)
            where schemaname = 'catalog' and tablename = 'products' and attname = 'words' and word is not null and share > 0.5
            """, ct);
        _known = new(words ?? [], now + Lifetime);
        return _known.Words;
    }
}
