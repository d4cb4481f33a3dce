using Shop.Database;

namespace Shop.Catalog;

/// <summary>For the SQL of modules that hear of products by what is printed on their boxes.</summary>
static class Skus
{
    /// <summary>Columns id and sku, which is unique.</summary>
    public static readonly Sql Table = Sql.Of($"(select id, sku from catalog.products)");
}
