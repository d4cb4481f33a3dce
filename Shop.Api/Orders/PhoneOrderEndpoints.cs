using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Orders;

namespace Shop.Api.Orders;

/// <summary>An order made on the phone, by the secret token in the link of its text message.</summary>
static class PhoneOrderEndpoints
{
    public static void MapPhoneOrders(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/phone-orders/{token}").WithTags("Orders");
        api.MapGet("", Find);
        api.MapPost("/confirm", Confirm).RequireRole(Role.Customer).LimitRate(RateLimits.Purchases).ProducesProblem(409);
    }

    static async Task<Results<Ok<PhoneOrderView>, NotFound>> Find(
        [StringLength(100)] string token, PhoneOrderStore orders, CancellationToken ct) =>
        await orders.FindAsync(token, ct) is { } order
            ? TypedResults.Ok(PhoneOrderView.Of(order))
            : TypedResults.NotFound();

    /// <summary>
    /// Places the order for pickup, for the account that confirms it, at the catalog's prices. Repeating it returns the
    /// same order.
    /// </summary>
    /// <response code="409">The link is expired or confirmed by another account, or goods are sold out.</response>
    internal static async Task<Results<Created<Order>, NotFound>> Confirm(
        [StringLength(100)] string token, CurrentUser user, PhoneOrderStore phoneOrders, OrderPlacement placement,
        CancellationToken ct)
    {
        if (await phoneOrders.FindAsync(token, ct) is not { } phoneOrder)
            return TypedResults.NotFound();
        if (phoneOrder.IsExpired)
            throw new ShopException(ErrorCode.Conflict, "The link has expired; please call again.");
        var items = phoneOrder.Items.Select(item => new OrderItem(item.ProductId, item.Quantity)).ToList();
        // The order has the id of the phone order, so however often this is repeated, there is one.
        var wanted = new NewOrder(user.Id, items, null, null, null, Order.Pickup, 0, null) { Id = phoneOrder.Id };
        var order = await placement.PlaceAsync(wanted, ct);
        await phoneOrders.ConfirmedAsync(phoneOrder.Id, ct);
        return TypedResults.Created($"/api/orders/{order.Id}", order);
    }
}
