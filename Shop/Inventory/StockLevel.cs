using Shop.Database;

namespace Shop.Inventory;

/// <summary>How many units of a product there are, for those who put the stock back to what it was.</summary>
public sealed record StockLevel(Guid Product, int OnHand) : IRow<StockLevel>
{
    internal static Sql All => Sql.Of($"select product_id, on_hand from inventory.stock");

    public static StockLevel Read(RowReader row) => new(row.Get<Guid>(), row.Get<int>());

    /// <summary>Puts back what was sold since. Goods that orders still hold stay in the stock.</summary>
    internal static Sql Restore(IReadOnlyList<StockLevel> levels) => Sql.Of(
        $"""
        update inventory.stock s set on_hand = greatest(l.on_hand, s.reserved)
        from unnest({levels.Select(level => level.Product).ToArray()}, {levels.Select(level => level.OnHand).ToArray()})
            as l(product_id, on_hand)
        where s.product_id = l.product_id and s.on_hand <> greatest(l.on_hand, s.reserved)
        """);
}
