using Shop.Database;

namespace Shop.Catalog;

/// <summary>Maps SKUs to product ids in the SQL of other modules.</summary>
public static class SkuSql
{
    /// <summary>Columns id and sku. The SKU is unique.</summary>
    public static readonly Sql Table = Sql.Of($"(select id, sku from catalog.products)");
}
