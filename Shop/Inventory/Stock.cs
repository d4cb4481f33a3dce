using Shop.Database;

namespace Shop.Inventory;

/// <summary>
/// What other modules may splice into their SQL. <c>on_hand</c> is what lies in the warehouse, <c>reserved</c> what of it is promised to an order that has
/// not left yet; the difference can be sold.
/// </summary>
public static class Stock
{
    /// <summary>When it is time to order more.</summary>
    public const int LowAt = 5;

    /// <summary>To be joined as <c>s</c> on <c>s.product_id</c>. Every product has a row.</summary>
    internal static readonly Sql Table = Sql.Of($"inventory.stock");

    internal static readonly Sql Available = Sql.Of($"s.on_hand - s.reserved");

    internal static readonly Sql IsLow = Sql.Of($"{Available} <= {LowAt}");

    internal static readonly Sql InStock = Sql.Of($"s.on_hand > s.reserved");

    public static Sql Insert(Guid productId, int quantity) => Sql.Of($"insert into inventory.stock (product_id, on_hand) values ({productId}, {quantity})");

    /// <summary>The constraint that <see cref="Reserve"/> fails with when there is too little.</summary>
    internal const string NeverOversold = "never_oversold";

    /// <summary>Promises what <paramref name="lines"/> name (columns product_id, quantity) to an order.</summary>
    internal static Sql Reserve(Sql lines) => Change(lines, Sql.Of($"reserved = s.reserved + held.quantity"));

    /// <summary>Promised goods can be sold to somebody else again.</summary>
    internal static Sql Release(Sql lines) => Change(lines, Sql.Of($"reserved = s.reserved - held.quantity"));

    /// <summary>Promised goods have left the warehouse.</summary>
    internal static Sql Ship(Sql lines) => Change(lines, Sql.Of($"on_hand = s.on_hand - held.quantity, reserved = s.reserved - held.quantity"));

    /// <summary>Locks the products in one order, whoever asks, so that two orders of the same goods queue up instead of blocking each other.</summary>
    static Sql Change(Sql lines, Sql set) => Sql.Of(
        $"""
        update inventory.stock s set {set}
        from (
            select l.product_id, l.quantity
            from (select product_id, sum(quantity)::integer as quantity from ({lines}) bought group by product_id) l
            join inventory.stock locked on locked.product_id = l.product_id
            order by l.product_id for update of locked
        ) held
        where s.product_id = held.product_id
        """);

    /// <summary>Makes this the number that can be bought now: what is reserved is on hand besides.</summary>
    public static Sql Set(Guid productId, int quantity) => Sql.Of($"update inventory.stock set on_hand = {quantity} + reserved where product_id = {productId}");

    /// <summary>Somebody has counted: so many more, or fewer. No row when orders are promised more than would be left.</summary>
    public static Sql Adjust(Guid productId, int change) => Sql.Of($"update inventory.stock set on_hand = on_hand + {change} where product_id = {productId} and on_hand + {change} >= reserved");

    /// <summary>Units that left the warehouse without an order of ours; no row when there are too few.</summary>
    public static Sql Sell(Guid productId, int units) => Sql.Of($"update inventory.stock set on_hand = on_hand - {units} where product_id = {productId} and on_hand - reserved >= {units}");
}
