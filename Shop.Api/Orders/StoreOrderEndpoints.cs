using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Orders;

namespace Shop.Api.Orders;

/// <summary>The same orders for the clients that speak the store's dialect.</summary>
static class StoreOrderEndpoints
{
    public static void MapStoreOrders(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/order-api/orders").WithTags("Orders, store dialect").RequireRole(Role.Customer);
        api.MapGet("/", All).RequireRole(Role.Admin);
        api.MapGet("/{id:guid}", Find);
        api.MapGet("/user/{userId:guid}", OfUser);
    }

    static async Task<Results<Ok<StoreOrder>, NotFound>> Find(Guid id, CurrentUser user, OrderStore orders, CancellationToken ct) =>
        await orders.FindForAsync(user, id, ct) is { } order ? TypedResults.Ok(StoreOrder.Of(order)) : TypedResults.NotFound();

    static async Task<Results<Ok<StoreOrders>, ForbidHttpResult>> OfUser(Guid userId, HttpContext http, CurrentUser user, OrderStore orders, CancellationToken ct)
    {
        if (!user.Is(userId) && !user.Includes(Role.Support))
            return TypedResults.Forbid();
        return TypedResults.Ok(new StoreOrders(await PageAsync(userId, http, orders, ct)));
    }

    static async Task<Ok<List<StoreOrder>>> All(HttpContext http, OrderStore orders, CancellationToken ct) => TypedResults.Ok(await PageAsync(null, http, orders, ct));

    static async Task<List<StoreOrder>> PageAsync(Guid? userId, HttpContext http, OrderStore orders, CancellationToken ct)
    {
        var paging = Paging.Read(http.Request.Query);
        var (total, page) = await orders.ListAsync(userId, OrderQuery.Status(http.Request.Query), paging.Page, paging.Limit, ct);
        Paging.Write(http, total);
        return [.. page.Select(StoreOrder.Of)];
    }
}
