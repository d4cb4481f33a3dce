using System.Collections.Concurrent;

namespace Shop.Catalog;

/// <summary>The product at which a list goes on after <paramref name="Offset"/> others, as long as the list has not changed.</summary>
sealed record Bookmark(long Offset, long Changes, string Name, decimal Price, long Number);

/// <summary>
/// Where in a long list its far pages begin, so that the way there is walked once and not on each request. A mark is good while the counter of changes
/// that it was made under stands, which the database compares in the statement that uses it.
/// </summary>
sealed class Bookmarks
{
    const int MaxLists = 500;
    const int MaxMarks = 200;
    const int Worthwhile = 400;
    readonly ConcurrentDictionary<ProductSearch, Bookmark[]> _lists = new();

    public Bookmark? Before(ProductSearch search) => search.Offset < Worthwhile || !_lists.TryGetValue(ListOf(search), out var marks) ? null
        : marks.Where(mark => mark.Offset <= search.Offset).MaxBy(mark => mark.Offset);

    public void Add(ProductSearch search, Bookmark? used, ListedProduct first)
    {
        if (search.Offset - (used?.Changes == first.Changes ? used.Offset : 0) < Worthwhile)
            return;
        if (_lists.Count > MaxLists)
            _lists.Clear();
        var mark = new Bookmark(search.Offset, first.Changes, first.Product!.Name, first.Product.Price, first.Number);
        _lists.AddOrUpdate(ListOf(search), _ => [mark], (_, marks) => [.. marks.Where(known => known.Changes == mark.Changes && known.Offset != mark.Offset).TakeLast(MaxMarks), mark]);
    }

    internal static ProductSearch ListOf(ProductSearch search) => search with { Page = 1, Limit = 1 };
}

/// <summary>Searches that had more hits than are counted: for half a minute they are not counted again.</summary>
sealed class BroadSearches(TimeProvider time)
{
    const int MaxSearches = 2000;
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    readonly ConcurrentDictionary<ProductSearch, DateTimeOffset> _until = new();

    public bool Knows(ProductSearch search) => _until.TryGetValue(Bookmarks.ListOf(search), out var until) && until > time.GetUtcNow();

    public void Remember(ProductSearch search)
    {
        if (_until.Count > MaxSearches)
            _until.Clear();
        _until[Bookmarks.ListOf(search)] = time.GetUtcNow() + Lifetime;
    }
}

/// <summary>The page that a search gave, and the counter of changes that it was found under.</summary>
sealed record FoundPage(long[] Numbers, long Total, long Changes);

/// <summary>
/// What was searched before is not searched again: its products are read by their numbers, as long as no product has been added or changed since, which the
/// database compares in the statement that reads them.
/// </summary>
sealed class FoundPages
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

    /// <summary>Stock comes and goes without the counter of changes.</summary>
    public void Add(ProductSearch search, FoundPage page)
    {
        if (search.InStock is not null)
            return;
        if (_young.Count >= MaxPages / 2)
            (_old, _young) = (_young, new());
        _young[search] = page;
    }
}
