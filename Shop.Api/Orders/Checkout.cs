using Shop.Api.Http;
using Shop.Carts;
using Shop.Orders;

namespace Shop.Api.Orders;

/// <summary>
/// Places an order once. The cart loses what the order took after the order exists: if the process dies in between, the
/// customer still has the cart, and ordering it again returns that order.
/// </summary>
sealed class Checkout(CartStore carts, OrderPlacement placement)
{
    /// <summary>Null when the caller sent no key. One of another route begins with the route's name.</summary>
    public static OrderKey? KeyOf(HttpContext http, object? body, string route = "") =>
        IdempotencyKey.Of(http.Request) is { } key ? new(route + key, IdempotencyKey.Hash(http, body)) : null;

    /// <summary>
    /// Orders the items, or the customer's cart when they are null. A key that was used before returns its order,
    /// whatever the cart contains. Otherwise <paramref name="describe"/> completes the order.
    /// </summary>
    public async Task<Order> PlaceAsync(
        Guid user, OrderItem[]? items, OrderKey? key, Func<OrderItem[], Task<NewOrder>> describe,
        CancellationToken ct)
    {
        var order = key is null ? null : await placement.FindPlacedAsync(user, key, ct);
        if (items is not null)
            return order ?? await placement.PlaceAsync(await describe(items), ct);
        if (order is null)
        {
            var cart = await carts.BeginCheckoutAsync(user, ct)
                ?? throw new ShopException(ErrorCode.Conflict, "The cart is empty.");
            var wanted = await describe(OrderItem.Of(cart.Items));
            order = await placement.PlaceAsync(wanted with { Id = cart.OrderId }, ct);
        }
        var taken = order.Lines.Select(line => new CartItem(line.ProductId, line.Quantity));
        await carts.RemoveOrderedAsync(user, order.Id, taken, ct);
        return order;
    }
}

static class CheckoutServices
{
    public static void AddCheckout(this IServiceCollection services)
    {
        services.AddOrders();
        services.AddSingleton<CartStore>();
        services.AddSingleton<Checkout>();
    }
}
