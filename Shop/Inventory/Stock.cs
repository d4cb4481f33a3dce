using Shop.Database;

namespace Shop.Inventory;

/// <summary>What other modules may splice into their SQL to know what is left of a product.</summary>
public static class Stock
{
    /// <summary>To be joined as <c>s</c> on <c>s.product_id</c>. Every product has a row.</summary>
    internal static readonly Sql Table = Sql.Of($"inventory.stock");

    internal static readonly Sql Available = Sql.Of($"s.on_hand - s.reserved");

    internal static readonly Sql InStock = Sql.Of($"s.on_hand > s.reserved");

    public static Sql Insert(Guid productId, int quantity) => Sql.Of($"insert into inventory.stock (product_id, on_hand) values ({productId}, {quantity})");
}
