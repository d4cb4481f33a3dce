using Npgsql;
using Shop.Database;

namespace Shop.Catalog;

/// <summary>
/// The full-text query of a search, and the part of it that the index is asked for. The latter leaves out the words
/// that most products contain: their index entries list nearly all products and exclude almost none.
/// </summary>
sealed record SearchTerms(Sql All, Sql Rare)
{
    static readonly Sql None = Sql.Of($"null::tsquery");

    public static SearchTerms Of(string text, string[] common)
    {
        var folded = SearchText.Fold(text);
        return new(
            Sql.Of($"websearch_to_tsquery('russian', {folded})"),
            // "дом or дача" and "дом -дача" do not require all words.
            common.Length == 0 || SearchText.HasOperators(text) ? None : Sql.Of(
                $"""
                (select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''', ' & ')::tsquery
                from unnest(tsvector_to_array(to_tsvector('russian', {folded}))) word where word <> all({common}))
                """));
    }

    public static SearchTerms Loosely(string query) => new(Sql.Of($"to_tsquery('russian', {query})"), None);
}

/// <summary>
/// The words that more than half of all products contain, according to the planner's statistics. Cached.
/// </summary>
public sealed class CommonWords(NpgsqlDataSource database, TimeProvider time)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    volatile CachedWords _cached = new([], default);

    sealed record CachedWords(string[] Words, DateTimeOffset ExpiresAt);

    public async ValueTask<string[]> GetAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now < _cached.ExpiresAt)
            return _cached.Words;
        // Concurrent callers use the old value while this one refreshes it.
        _cached = _cached with { ExpiresAt = now + Lifetime };
        var words = await database.ScalarAsync<string[]>(
            $"""
            select array_agg(word)
            from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) common (word, share)
            where schemaname = 'catalog' and tablename = 'products' and attname = 'words' and word is not null and share > 0.5
            """, ct);
        _cached = new(words ?? [], now + Lifetime);
        return _cached.Words;
    }
}
