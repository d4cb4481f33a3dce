using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Orders;
using Shop.Pilot.Requests;
using Shop.Staff;

namespace Shop.Api.Orders;

/// <summary>The same orders in the store dialect.</summary>
static class StoreOrderEndpoints
{
    public static void MapStoreOrders(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/order-api/orders").WithTags("Orders, store dialect").RequireRole(Role.Customer);
        api.MapGet("/", All).RequireRole(Role.Admin);
        api.MapGet("/{id:guid}", Find);
        api.MapGet("/user/{userId:guid}", OfUser);
        routes.MapPost("/cart-api/cart/{userId:guid}/checkout", CheckOut).WithTags("Orders, store dialect")
            .RequireRole(Role.Customer).TakesIdempotencyKey().LimitRate(RateLimits.Purchases).ProducesProblem(409)
            .WithMetadata(new CountedActionAttribute(UserAction.Order));
    }

    static async Task<Results<Ok<StoreOrder>, NotFound>> Find(
        Guid id, CurrentUser user, OrderStore orders, CancellationToken ct) =>
        await orders.FindForAsync(user, id, ct) is { } order
            ? TypedResults.Ok(StoreOrder.Of(order))
            : TypedResults.NotFound();

    static async Task<Ok<StoreOrders>> OfUser(
        Guid userId, [AsParameters] OrderQuery query, [AsParameters] Paging paging, CurrentUser user,
        OrderStore orders, CancellationToken ct)
    {
        user.MustBeOrInclude(userId, Role.Support);
        return TypedResults.Ok(new StoreOrders((await PageAsync(userId, query, paging, orders, ct)).Value!));
    }

    /// <summary>
    /// Orders everything in the cart for pickup, because this dialect has no address. It is paid at the counter.
    /// </summary>
    /// <response code="409">The cart is empty, or a product is out of stock.</response>
    /// <response code="429">Too many unpaid orders; Retry-After says when the first one expires.</response>
    internal static async Task<Created<StoreOrder>> CheckOut(
        Guid userId, HttpContext http, CurrentUser user, Checkout checkout, AuditTrail trail, CancellationToken ct)
    {
        user.MustBeOrInclude(userId, Role.Admin);
        var key = Checkout.KeyOf(http, body: null, "checkout: ");
        var order = await checkout.PlaceAsync(userId, null, key, async items =>
        {
            if (!user.Is(userId))
                await trail.AddAsync(user.Audit(http, "cart.ordered", $"{userId}"), ct);
            return new(userId, items, null, null, null, Order.Pickup, 0, key);
        }, ct);
        return TypedResults.Created($"/order-api/orders/{order.Id}", StoreOrder.Of(order));
    }

    static Task<Ok<List<StoreOrder>>> All(
        [AsParameters] OrderQuery query, [AsParameters] Paging paging, OrderStore orders, CancellationToken ct) =>
        PageAsync(null, query, paging, orders, ct);

    static Task<Ok<List<StoreOrder>>> PageAsync(
        Guid? userId, OrderQuery query, Paging paging, OrderStore orders, CancellationToken ct) =>
        paging.AnswerAsync(async (page, limit) =>
        {
            var (total, found) = await orders.ListAsync(userId, query.Read(), page, limit, ct);
            return (total, found.ConvertAll(StoreOrder.Of));
        });
}
