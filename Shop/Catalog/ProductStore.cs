using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Catalog;

public sealed class ProductStore(NpgsqlDataSource database) : IDisposable
{
    // Searches are expensive: too many at once slow down each other and all other statements.
    static readonly int MaxConcurrentSearches = 2 * Environment.ProcessorCount;
    static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(15);

    readonly SemaphoreSlim _searchSlots = new(MaxConcurrentSearches);
    readonly Bookmarks _bookmarks = new();
    readonly SearchPageCache _pageCache = new();
    readonly UncountedSearches _broadSearches = new(TimeProvider.System);
    readonly CommonWords _commonWords = new(database, TimeProvider.System);

    public Task<Product?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Product>(
            $"select {Product.Columns} from {Product.Table} where p.id = {id} and p.archived_at is null", ct);

    public async Task<ProductList> ListAsync(ProductSearch search, CancellationToken ct)
    {
        if (search.Search is { } text)
            return await SearchThrottledAsync(search, text, ct);

        var mark = _bookmarks.Before(search);
        var rows = await database.QueryAsync<ListedProduct>(ProductListSql.List(search, mark), ct);
        if (rows[0].Product is not null)
            _bookmarks.Add(search, mark, rows[0]);
        return List(rows, search.IsFiltered ? ProductListSql.MaxCounted : long.MaxValue);
    }

    async Task<ProductList> SearchThrottledAsync(ProductSearch search, string text, CancellationToken ct)
    {
        if (!await _searchSlots.WaitAsync(QueueTimeout, ct))
            throw new ShopException(
                ErrorCode.Unavailable, "Too many people are searching at the moment.", permanent: false);
        try
        {
            return await SearchAsync(search, text, ct);
        }
        finally
        {
            _searchSlots.Release();
        }
    }

    async Task<ProductList> SearchAsync(ProductSearch search, string text, CancellationToken ct)
    {
        if (_pageCache.Of(search) is { } known)
        {
            var cached = await database.QueryAsync<ListedProduct>(ProductListSql.Again(search, known), ct);
            if (cached[0].Changes == known.Changes)
                return Hits(cached);
        }
        var (rows, changes) = await FindAsync(search, text, ct);
        var numbers = rows.Where(row => row.Product is not null).Select(row => row.Number);
        _pageCache.Add(search, new([.. numbers], rows[0].Total, changes));
        return Hits(rows);
    }

    /// <summary>
    /// Searches full text first, and spelling suggestions only when that finds nothing. Returns the change counter that
    /// the first statement read, so that a product added between two statements invalidates the cached page.
    /// </summary>
    async Task<(List<ListedProduct> Rows, long Changes)> FindAsync(
        ProductSearch search, string text, CancellationToken ct)
    {
        var words = SearchText.Words(text);
        if (words.Length == 0)
            return WithChanges(await database.QueryAsync<ListedProduct>(ProductListSql.Signs(search, text), ct));
        var (asked, code) = (SearchTerms.Of(text, await _commonWords.GetAsync(ct)), SearchText.CodeIn(text));
        if (_broadSearches.Knows(search))
        {
            var page = await database.QueryAsync<ListedProduct>(
                ProductListSql.Search(search, asked, code, areMany: true), ct);
            if (page.Count == search.Limit && page[0].Product is not null)
                return WithChanges(page);
        }
        var found = await database.QueryAsync<ListedProduct>(
            ProductListSql.Search(search, asked, code, areMany: false), ct);
        if (found[0].Total > ProductListSql.MaxHits)
            _broadSearches.Remember(search);
        if (found[0].Total > 0 || SearchText.HasOperators(text))
            return WithChanges(found);
        var meant = await database.QueryAsync<SpellingSuggestion>(ProductListSql.Meant(words), ct);
        if (SearchText.Loosely(words, meant) is not { } query)
            return WithChanges(found);
        var corrected = await database.QueryAsync<ListedProduct>(
            ProductListSql.Search(search, SearchTerms.Loosely(query), null, areMany: false), ct);
        return (corrected, found[0].Changes);
    }

    static (List<ListedProduct> Rows, long Changes) WithChanges(List<ListedProduct> rows) => (rows, rows[0].Changes);

    static ProductList Hits(List<ListedProduct> rows) => List(rows, ProductListSql.MaxHits);

    static ProductList List(List<ListedProduct> rows, long countLimit) => new(
        [.. rows.Where(row => row.Product is not null).Select(row => row.Product!)],
        Math.Min(rows[0].Total, countLimit),
        rows[0].Total <= countLimit);

    public Task<List<Category>> CategoriesAsync(CancellationToken ct) => database.QueryAsync<Category>(
        $"""
        select c.id, {Category.Shown}, c.slug, coalesce(n.products, 0)
        from catalog.categories c
        left join catalog.counts n on n.category = c.slug
        order by c.name
        """, ct);

    /// <summary>Null when there is no such product. Idempotent: a repeated call sends no second message.</summary>
    public async Task<Watch?> WatchAsync(Guid productId, string email, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var name = await connection.ScalarAsync<string>(
            $"select name from catalog.products where id = {productId} and archived_at is null", ct);
        if (name is null)
            return null;

        var added = await connection.ExecuteAsync(
            $"""
            insert into catalog.watches (id, product_id, email) values ({Guid.CreateVersion7()}, {productId}, {email})
            on conflict (product_id, lower(email)) do nothing
            """, ct);
        if (added == 1)
            await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(productId, name, email)), ct);
        await transaction.CommitAsync(ct);
        return new(productId, email);
    }

    /// <summary>The products that an address wants to be told about.</summary>
    public Task<List<Watch>> WatchesAsync(string email, CancellationToken ct) => database.QueryAsync<Watch>(
        $"select {Watch.Columns} from catalog.watches where lower(email) = lower({email}) order by id", ct);

    internal static Sql OldWatches(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"catalog.watches"), Sql.Of($"created_at < now() - {age}"));

    internal static Sql ForgetWatches(string email) =>
        Sql.Of($"delete from catalog.watches where lower(email) = lower({email})");

    public void Dispose() => _searchSlots.Dispose();
}
