using Shop.Database;

namespace Shop.Inventory;

/// <summary>
/// Stock SQL that other modules may insert into theirs. <c>on_hand</c> is the quantity in the warehouse,
/// <c>reserved</c> the part of it reserved for orders not yet shipped. The difference is available for sale.
/// </summary>
public static class Stock
{
    /// <summary>The available quantity at which stock counts as low.</summary>
    public const int LowAt = 5;

    /// <summary>Join it as <c>s</c> on <c>s.product_id</c>. Every product has a row.</summary>
    internal static readonly Sql Table = Sql.Of($"inventory.stock");

    internal static readonly Sql Available = Sql.Of($"s.on_hand - s.reserved");

    internal static readonly Sql IsLow = Sql.Of($"{Available} <= {LowAt}");

    internal static readonly Sql InStock = Sql.Of($"s.on_hand > s.reserved");

    public static Sql Insert(Guid productId, int quantity) => Sql.Of(
        $"insert into inventory.stock (product_id, on_hand) values ({productId}, {quantity})");

    /// <summary>The constraint that <see cref="Reserve"/> violates when stock is insufficient.</summary>
    internal const string NeverOversold = "never_oversold";

    /// <summary>Reserves <paramref name="lines"/> (columns product_id, quantity) for an order.</summary>
    internal static Sql Reserve(Sql lines) => Change(lines, Sql.Of($"reserved = s.reserved + held.quantity"));

    /// <summary>Makes reserved goods available again.</summary>
    internal static Sql Release(Sql lines) => Change(lines, Sql.Of($"reserved = s.reserved - held.quantity"));

    /// <summary>Removes reserved goods that have left the warehouse.</summary>
    internal static Sql Ship(Sql lines) =>
        Change(lines, Sql.Of($"on_hand = s.on_hand - held.quantity, reserved = s.reserved - held.quantity"));

    /// <summary>
    /// Always locks products in the same order, so that orders of the same goods queue up instead of deadlocking.
    /// </summary>
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

    /// <summary>Sets the available quantity; reserved goods count on top of it.</summary>
    public static Sql Set(Guid productId, int quantity) => Sql.Of(
        $"update inventory.stock set on_hand = {quantity} + reserved where product_id = {productId}");

    /// <summary>
    /// Corrects the quantity after a count. Affects no row when fewer than the reserved goods would remain.
    /// </summary>
    public static Sql Adjust(Guid productId, int change) => Sql.Of(
        $"""
        update inventory.stock set on_hand = on_hand + {change}
        where product_id = {productId} and on_hand + {change} >= reserved
        """);

    /// <summary>Removes units sold outside the shop. Affects no row when too few are available.</summary>
    public static Sql Sell(Guid productId, int units) => Sql.Of(
        $"""
        update inventory.stock set on_hand = on_hand - {units}
        where product_id = {productId} and on_hand - reserved >= {units}
        """);
}
