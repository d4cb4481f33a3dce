using Shop.Database;

namespace Shop.Catalog;

/// <summary>
/// A page of products. The total is a lower bound when <c>IsExact</c> is false: counting stops at a limit.
/// </summary>
public sealed record ProductList(IReadOnlyList<Product> Products, long Total, bool IsExact);

/// <summary>
/// A row of a page. An empty page is one row without a product, with the total and the change counter.
/// </summary>
sealed record ListedProduct(long Total, long Changes, long Number, Product? Product) : IRow<ListedProduct>
{
    public static ListedProduct Read(RowReader row)
    {
        var (total, changes, number) = (row.Get<long>(), row.Get<long>(), row.Get<long?>());
        if (number is not null)
            return new(total, changes, number.Value, Product.Read(row));
        row.SkipRest();
        return new(total, changes, 0, null);
    }
}

/// <summary>
/// The statements behind lists and searches. Each is one round trip: it finds the numbers of its page in an index, then
/// reads the twenty products with these numbers. They are prepared once, so no plan depends on parameter estimates.
/// </summary>
static class ProductListSql
{
    public const int MaxCounted = 10_000;
    public const int MaxHits = 1_000;
    // How many products share one lexeme '#n': see migration 0007_catalog_search.
    const int Neighbours = 8192;
    const int MaxScanned = 10_000;

    public static Sql List(ProductSearch search, Bookmark? mark)
    {
        var (table, filter, order) = (search.Table, search.Filter(), search.OrderBy());
        var total = search.IsFiltered
            ? Sql.Of($"(select count(*) from (select from {table} where {filter} limit {MaxCounted + 1}) counted)")
            : Sql.Of($"products");
        var category = search.Category is null
            ? Sql.Of($"true")
            : Sql.Of($"category = {Category.SlugOf(search.Category)}");
        var page = mark is null
            ? Sql.Of(
                $"""
                select p.number from {table}
                where {filter} order by {order} limit {search.Limit} offset {search.Offset}
                """)
            : Sql.Of(
                $"""
                (select p.number from {table} where {filter} and {search.From(mark)} and (select changes from total) = {mark.Changes}
                order by {order} limit {search.Limit} offset {search.Offset - mark.Offset})
                union all
                (select p.number from {table} where {filter} and (select changes from total) <> {mark.Changes}
                order by {order} limit {search.Limit} offset {search.Offset})
                """);
        return Sql.Of(
            $"""
            with state as materialized (
                select coalesce(sum(products), 0)::bigint as products, coalesce(sum(changes), 0)::bigint as changes
                from catalog.counts where {category}),
            total as materialized (select {total} as n, changes from state),
            page as materialized ({page})
            {Rows(order)}
            """);
    }

    /// <summary>
    /// Up to a thousand hits are read from the full-text index and sorted. With more hits, the newest are found one
    /// neighbourhood after another; other orders scan the index of that order, where the next hit is never far.
    /// </summary>
    public static Sql Search(ProductSearch search, SearchTerms asked, string? code, bool areMany)
    {
        var (table, filter, order) = (search.Table, search.Filter(), search.OrderBy());
        var match = Sql.Of($"p.words @@ (select rare from asked) and {HasAll}");
        if (code is not null)
            match = Sql.Of($"({match} or {HasCode(code)})");
        var many = search.Order == ProductOrder.Newest
            ? Sql.Of(
                $"""
                select f.number
                from generate_series((select max(number) / {Neighbours} from catalog.products), 0, -1) near cross join lateral (
                    select p.number from {table}
                    where {filter} and p.words @@ ((select rare from asked) && ('''#' || near || '''')::tsquery) and {HasAll}
                    order by p.number desc offset 0) f
                where (select n from total) > {MaxHits}
                """)
            : Sql.Of(
                $"""
                select p.number from {table}
                where {filter} and ({match}) is true and (select n from total) > {MaxHits} order by {order}
                """);
        var words = Sql.Of(
            $"""
            asked as materialized (
                select words, coalesce(rare, words) as rare from (select {asked.All} as words, {asked.Rare} as rare) a)
            """);
        if (areMany)
            return Sql.Of(
                $"""
                with {words}, total as materialized (select {MaxHits + 1L} as n, {Changes} as changes),
                page as materialized ({many} limit {search.Limit} offset {search.Offset})
                {Rows(order)}
                """);
        return Sql.Of(
            $"""
            with {words}, hits as materialized (
                select p.number, p.name, p.price from {table} where {filter} and {match} limit {MaxHits + 1}),
            total as materialized (select count(*) as n, {Changes} as changes from hits),
            page as materialized (
                (select p.number from hits p
                where (select n from total) <= {MaxHits} order by {order} limit {search.Limit} offset {search.Offset})
                union all
                ({many} limit {search.Limit} offset {search.Offset}))
            {Rows(order)}
            """);
    }

    /// <summary>The products of a cached page, unless products have changed since.</summary>
    public static Sql Again(ProductSearch search, FoundPage found) => Sql.Of(
        $"""
        with total as materialized (select {found.Total} as n, {Changes} as changes),
        page as materialized (select number from unnest({found.Numbers}) number where (select changes from total) = {found.Changes})
        {Rows(search.OrderBy())}
        """);

    /// <summary>
    /// Searches text without letters or digits, which no index contains: among the newest products only.
    /// </summary>
    public static Sql Signs(ProductSearch search, string signs) => Sql.Of(
        $"""
        with hits as materialized (
            select p.number, p.name, p.price from {search.Table}
            where {search.Filter()} and p.number > (select max(number) - {MaxScanned} from catalog.products)
                and strpos(p.name, {signs}) > 0 limit {MaxHits + 1}),
        total as materialized (select count(*) as n, {Changes} as changes from hits),
        page as materialized (select p.number from hits p order by {search.OrderBy()} limit {search.Limit} offset {search.Offset})
        {Rows(search.OrderBy())}
        """);

    /// <summary>Spelling suggestions from product names for each word of a search, most similar first.</summary>
    public static Sql Meant(string[] words) => Sql.Of(
        $"""
        select w.place::integer, v.word
        from unnest({words}) with ordinality w (word, place) cross join lateral (
            select word from catalog.vocabulary
            where word % w.word or word like '%' || w.word || '%'
            order by similarity(word, w.word) desc, word
            limit 4) v
        """);

    static readonly Sql Changes = Sql.Of($"(select coalesce(sum(changes), 0)::bigint from catalog.counts)");

    // When the index query contains all words, every index hit has them all and needs no second check.
    static readonly Sql HasAll = Sql.Of(
        $"((select numnode(rare) = numnode(words) from asked) or p.words @@ (select words from asked))");

    static Sql HasCode(string code) => Sql.Of($"lower(p.sku) collate \"C\" between {code} and {code + '\uffff'}");

    // The limit keeps the planner, which cannot estimate the size of the page, from joining whole tables.
    static Sql Rows(Sql order) => Sql.Of(
        $"""
        select total.n, total.changes, p.*
        from total left join (page cross join lateral (
            select p.number, {Product.Columns} from {Product.Table} where p.number = page.number limit 1) p) on true
        order by {order}
        """);
}
