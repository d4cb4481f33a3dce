using Shop.Database;

namespace Shop.Orders;

/// <summary>What a customer pays for in an order, for the SQL of other modules.</summary>
static class OrderLines
{
    /// <summary>The customer of an order.</summary>
    public static Sql Owner(Sql order) => Sql.Of($"(select user_id from orders.orders where id = {order})");

    public static Sql Of(Guid order) => Of(Sql.Of($"{order}"));

    /// <summary>
    /// Columns user_id, line, product_id, name, price and quantity. The delivery is a line without product and name.
    /// </summary>
    public static Sql Of(Sql order) => Sql.Of(
        $"""
        select o.user_id, l.line, l.product_id, l.name, l.price, l.quantity
        from orders.orders o join orders.lines l on l.order_id = o.id where o.id = {order}
        union all
        select o.user_id, null, null, null, o.shipping_cost, 1
        from orders.orders o where o.id = {order} and o.shipping_cost > 0
        """);
}
