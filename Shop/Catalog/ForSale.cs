using Shop.Database;

namespace Shop.Catalog;

/// <summary>Current names and prices of ordered goods, for the SQL of other modules.</summary>
public static class ForSale
{
    /// <summary>
    /// <paramref name="asked"/> has the columns product_id and quantity. The result omits archived products.
    /// </summary>
    internal static Sql Among(Sql asked) => Sql.Of(
        $"""
        select a.product_id, a.quantity, p.sku, p.name, p.price
        from {asked} a join catalog.products p on p.id = a.product_id and p.archived_at is null
        """);
}
