using Shop.Database;
using Shop.Inventory;

namespace Shop.Catalog;

public enum ProductOrder
{
    Newest,
    Name,
    Price,
    PriceDescending
}

/// <summary>What to list. Every member of the contract's query string, checked and typed.</summary>
public sealed record ProductSearch
{
    public const int MaxLimit = 100;

    public string? Category { get; init; }
    public string? Search { get; init; }
    public decimal? MinPrice { get; init; }
    public decimal? MaxPrice { get; init; }
    public bool? InStock { get; init; }
    public ProductOrder Order { get; init; }
    public int Page { get; init; } = 1;
    public int Limit { get; init; } = 20;

    internal Sql Filter()
    {
        var filter = Sql.Of($"p.archived_at is null");
        if (Category is not null)
            filter.AppendFormatted(Sql.Of($" and p.category = {Shop.Catalog.Category.SlugOf(Category)}"));
        if (Search is not null)
            filter.AppendFormatted(Sql.Of($" and (p.words @@ websearch_to_tsquery('russian', {Search.ToLowerInvariant()}) or p.name ilike {Contains(Search)} or p.sku ilike {Contains(Search)})"));
        if (MinPrice is { } min)
            filter.AppendFormatted(Sql.Of($" and p.price >= {min}"));
        if (MaxPrice is { } max)
            filter.AppendFormatted(Sql.Of($" and p.price <= {max}"));
        if (InStock is { } inStock)
            filter.AppendFormatted(inStock ? Sql.Of($" and {Stock.InStock}") : Sql.Of($" and not ({Stock.InStock})"));
        return filter;
    }

    // Ids sort by time of creation and make every order total, so that pages neither overlap nor leave gaps.
    internal Sql OrderBy() => Order switch
    {
        ProductOrder.Name => Sql.Of($"p.name, p.id desc"),
        ProductOrder.Price => Sql.Of($"p.price, p.id desc"),
        ProductOrder.PriceDescending => Sql.Of($"p.price desc, p.id"),
        _ => Sql.Of($"p.id desc")
    };

    static string Contains(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
