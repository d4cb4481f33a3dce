using Shop.Database;

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
        var filter = Sql.Of($"true");
        if (Category is not null)
            filter.AppendFormatted(Sql.Of($" and category = (select slug from catalog.categories where slug = {Category.ToLowerInvariant()} or lower(name) = {Category.ToLowerInvariant()})"));
        if (Search is not null)
            filter.AppendFormatted(Sql.Of($" and (words @@ websearch_to_tsquery('russian', {Search.ToLowerInvariant()}) or name ilike {Contains(Search)} or sku ilike {Contains(Search)})"));
        if (MinPrice is { } min)
            filter.AppendFormatted(Sql.Of($" and price >= {min}"));
        if (MaxPrice is { } max)
            filter.AppendFormatted(Sql.Of($" and price <= {max}"));
        if (InStock is { } inStock)
            filter.AppendFormatted(inStock ? Sql.Of($" and quantity > 0") : Sql.Of($" and quantity = 0"));
        return filter;
    }

    // Ids sort by time of creation and make every order total, so that pages neither overlap nor leave gaps.
    internal Sql OrderBy() => Order switch
    {
        ProductOrder.Name => Sql.Of($"name, id desc"),
        ProductOrder.Price => Sql.Of($"price, id desc"),
        ProductOrder.PriceDescending => Sql.Of($"price desc, id"),
        _ => Sql.Of($"id desc")
    };

    static string Contains(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
