using Shop.Database;

namespace Shop.Orders;

/// <summary>What the orders of an account say about its owner.</summary>
static class PersonalOrderData
{
    public static Sql HasOrdersUnderWay(Guid user) => Sql.Of($"select {HasOrdersUnderWay(Sql.Of($"{user}"))}");

    /// <summary>A condition about the account with this id.</summary>
    public static Sql HasOrdersUnderWay(Sql user) => Sql.Of(
        $"""
        exists (
            select from orders.orders
            where user_id = {user} and status in ('pending', 'confirmed', 'processing', 'shipped'))
        """);

    /// <summary>Removes the addresses and returns the ids of all orders.</summary>
    public static Sql Forget(Guid user) => Sql.Of(
        $"""
        with forgotten as (
            update orders.orders set shipping_address = null, billing_address = null where user_id = {user} returning id)
        select coalesce(array_agg(id), array[]::uuid[]) from forgotten
        """);
}
