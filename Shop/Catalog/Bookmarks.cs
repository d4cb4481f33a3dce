using System.Collections.Concurrent;

namespace Shop.Catalog;

/// <summary>
/// The sort key of the product at <paramref name="Offset"/> in a list. Valid while the change counter is still
/// <paramref name="Changes"/>.
/// </summary>
sealed record Bookmark(long Offset, long Changes, string Name, decimal Price, long Number);

/// <summary>
/// Caches where the far pages of long lists begin, so that not every request scans all the rows before them (keyset
/// instead of offset pagination). The statement that uses a bookmark compares its change counter with the current one.
/// </summary>
sealed class Bookmarks
{
    const int MaxLists = 500;
    const int MaxMarks = 200;
    const int MinDistance = 400;
    readonly ConcurrentDictionary<ProductSearch, Bookmark[]> _lists = new();

    public Bookmark? Before(ProductSearch search) =>
        search.Offset < MinDistance || !_lists.TryGetValue(ListOf(search), out var marks)
            ? null
            : marks.Where(mark => mark.Offset <= search.Offset).MaxBy(mark => mark.Offset);

    public void Add(ProductSearch search, Bookmark? used, ListedProduct first)
    {
        if (search.Offset - (used?.Changes == first.Changes ? used.Offset : 0) < MinDistance)
            return;
        if (_lists.Count > MaxLists)
            _lists.Clear();
        var mark = new Bookmark(search.Offset, first.Changes, first.Product!.Name, first.Product.Price, first.Number);
        _lists.AddOrUpdate(ListOf(search), _ => [mark], (_, marks) => [.. Others(marks).TakeLast(MaxMarks), mark]);

        IEnumerable<Bookmark> Others(Bookmark[] marks) =>
            marks.Where(other => other.Changes == mark.Changes && other.Offset != mark.Offset);
    }

    internal static ProductSearch ListOf(ProductSearch search) => search with { Page = 1, Limit = 1 };
}

/// <summary>
/// Remembers searches with more hits than are counted, so that they are not counted again for 30 seconds.
/// </summary>
sealed class UncountedSearches(TimeProvider time)
{
    const int MaxSearches = 2000;
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    readonly ConcurrentDictionary<ProductSearch, DateTimeOffset> _until = new();

    public bool Knows(ProductSearch search) =>
        _until.TryGetValue(Bookmarks.ListOf(search), out var until) && until > time.GetUtcNow();

    public void Remember(ProductSearch search)
    {
        if (_until.Count > MaxSearches)
            _until.Clear();
        _until[Bookmarks.ListOf(search)] = time.GetUtcNow() + Lifetime;
    }
}

/// <summary>A cached page of search results, and the change counter it was read with.</summary>
sealed record FoundPage(long[] Numbers, long Total, long Changes);

/// <summary>
/// Caches the product numbers of search result pages. A repeated search reads its products by number, as long as no
/// product was added or changed since; the statement that reads them compares the change counter.
/// </summary>
sealed class SearchPageCache
{
    const int MaxPages = 8000;
    ConcurrentDictionary<ProductSearch, FoundPage> _young = new();
    ConcurrentDictionary<ProductSearch, FoundPage> _old = new();

    public FoundPage? Of(ProductSearch search)
    {
        if (_young.TryGetValue(search, out var page))
            return page;
        if (_old.TryGetValue(search, out page))
            Add(search, page);
        return page;
    }

    public void Add(ProductSearch search, FoundPage page)
    {
        // Stock changes do not increment the change counter.
        if (search.InStock is not null)
            return;
        if (_young.Count >= MaxPages / 2)
            (_old, _young) = (_young, new());
        _young[search] = page;
    }
}
