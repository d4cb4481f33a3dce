using Shop.Database;

namespace Shop.Catalog;

/// <summary>What the goods of an order are called and cost at this moment, for SQL of other modules.</summary>
public static class ForSale
{
    /// <summary><paramref name="asked"/> has the columns product_id and quantity; what is not for sale is not in the result.</summary>
    internal static Sql Among(Sql asked) => Sql.Of(
        $"""
        select a.product_id, a.quantity, p.sku, p.name, p.price
        from {asked} a join catalog.products p on p.id = a.product_id and p.archived_at is null
        """);
}
