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

/// <summary>The validated query string of a product list.</summary>
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

    internal long Offset => (long)(Page - 1) * Limit;

    internal bool IsFiltered =>
        Search is not null || MinPrice is not null || MaxPrice is not null || InStock is not null;

    internal Sql Table => InStock is null ? Sql.Of($"catalog.products p") : Product.Table;

    internal Sql Filter()
    {
        var filter = Sql.Of($"p.archived_at is null");
        if (Category is not null)
            filter.AppendFormatted(Sql.Of($" and p.category = {Shop.Catalog.Category.SlugOf(Category)}"));
        if (MinPrice is { } min)
            filter.AppendFormatted(Sql.Of($" and p.price >= {min}"));
        if (MaxPrice is { } max)
            filter.AppendFormatted(Sql.Of($" and p.price <= {max}"));
        if (InStock is { } inStock)
            filter.AppendFormatted(inStock ? Sql.Of($" and {Stock.InStock}") : Sql.Of($" and not ({Stock.InStock})"));
        return filter;
    }

    // The number makes every order unique, so that pages neither overlap nor leave gaps. All columns of an order have
    // the same direction, so that one index serves both directions.
    internal Sql OrderBy() => Order switch
    {
        ProductOrder.Name => Sql.Of($"p.name, p.number"),
        ProductOrder.Price => Sql.Of($"p.price, p.number"),
        ProductOrder.PriceDescending => Sql.Of($"p.price desc, p.number desc"),
        _ => Sql.Of($"p.number desc")
    };

    internal Sql From(Bookmark mark) => Order switch
    {
        ProductOrder.Name => Sql.Of($"(p.name, p.number) >= ({mark.Name}, {mark.Number})"),
        ProductOrder.Price => Sql.Of($"(p.price, p.number) >= ({mark.Price}, {mark.Number})"),
        ProductOrder.PriceDescending => Sql.Of($"(p.price, p.number) <= ({mark.Price}, {mark.Number})"),
        _ => Sql.Of($"p.number <= {mark.Number}")
    };
}
