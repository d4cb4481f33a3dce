using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Api.Staff;
using Shop.Carts;
using Shop.Orders;
using Shop.Shipping;
using Shop.Tasks;

namespace Shop.Api.Orders;

static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/orders").WithTags("Orders").RequireRole(Role.Customer);
        api.MapPost("/", Place).TakesIdempotencyKey().ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/", List);
        api.MapGet("/{id:guid}", Find);
        api.MapPost("/{id:guid}/cancel", Cancel).Idempotent().ProducesProblem(409);
        api.MapPost("/{id:guid}/process", Process);
        routes.MapStoreOrders();
    }

    /// <param name="request" example='{"shipping_address":{"first_name":"Анна","last_name":"Ким","street":"Лесная, 5",
    /// "city":"Тверь","postal_code":"170000"},"payment_method":"bank_card","shipping_method":"standard",
    /// "items":[{"product_id":"019b76da-abe8-711d-ab0d-549b6f03675a","quantity":2}]}'>
    /// The order. Without items it takes the items of the cart.</param>
    /// <response code="409">The cart is empty, or a product is out of stock.</response>
    /// <response code="422">There is no such product.</response>
    internal static async Task<Created<Order>> Place(
        OrderRequest request, HttpContext http, CurrentUser user, OrderPlacement placement, CartStore carts,
        Carriers carriers, ShippingTariff tariff, CancellationToken ct)
    {
        var key = IdempotencyKey.Of(http.Request) is { } text
            ? new OrderKey(text, IdempotencyKey.Hash(http, request))
            : null;
        var inCart = request.Items is null ? await carts.ItemsAsync(CartId.User(user.Id), ct) : [];
        var items = request.Items ?? OrderItem.Of(inCart);
        if (items.Length == 0)
            return Answer(await placement.FindRepeatedAsync(user.Id, key, ct));
        // The generated validation does not validate the elements of arrays.
        if (items.Any(item => item.Quantity is < 1 or > OrderItem.MaxQuantity))
            throw ShopException.Invalid("items", $"must each have a quantity from 1 to {OrderItem.MaxQuantity}");
        var service = request.ShippingMethod is { } asked && carriers.Knows(asked) ? asked : Carriers.Standard;
        var address = request.ShippingAddress!;
        var cost = await tariff.CostAsync(service, address.City!, address.PostalCode!, ct);
        var order = await placement.PlaceAsync(
            new(user.Id, items, address, request.BillingAddress, request.PaymentMethod, service, cost, key), ct);
        // After the order, and only the ordered items: if the process dies in between, the customer still has the cart.
        // A repeated request leaves the cart alone, to which something may have been added since.
        if (!order.IsRepeated)
            await carts.RemoveAsync(user.Id, inCart, ct);
        return Answer(order);

        static Created<Order> Answer(Order order) => TypedResults.Created($"/api/orders/{order.Id}", order);
    }

    static Task<Ok<List<Order>>> List(
        [AsParameters] OrderQuery query, [AsParameters] Paging paging, CurrentUser user, OrderStore orders,
        CancellationToken ct) =>
        paging.AnswerAsync((page, limit) => orders.ListAsync(
            user.Includes(Role.Support) ? null : user.Id, query.Read(), page, limit, ct));

    static async Task<Results<Ok<Order>, NotFound>> Find(
        Guid id, CurrentUser user, OrderStore orders, CancellationToken ct) =>
        await orders.FindForAsync(user, id, ct) is { } order ? TypedResults.Ok(order) : TypedResults.NotFound();

    /// <param name="request" example='{"reason":"Передумала"}'>The reason, optional.</param>
    /// <response code="409">The order has been shipped or is closed.</response>
    internal static async Task<Results<Ok<Order>, NotFound>> Cancel(
        Guid id, CancelRequest? request, CurrentUser user, HttpContext http, OrderStore orders, CancellationToken ct)
    {
        if (await orders.FindForAsync(user, id, ct) is not { } order)
            return TypedResults.NotFound();
        var reason = request?.Reason ?? (user.Is(order.UserId) ? "by the customer" : "by the shop");
        var detail = JsonSerializer.Serialize(new(reason), OrdersJson.Default.CancelRequest);
        var act = user.AuditIfStaff(http, "order.cancelled", id, detail);
        if (!await orders.CancelAsync(order, reason, ct, act))
            throw new ShopException(ErrorCode.Conflict, "The order has been shipped or is closed.");
        return TypedResults.Ok((await orders.FindAsync(id, ct))!);
    }

    static async Task<Results<Accepted<TaskAccepted>, NotFound>> Process(
        Guid id, CurrentUser user, HttpContext http, OrderStore orders, TaskStore tasks, CancellationToken ct)
    {
        if (await orders.FindForAsync(user, id, ct) is not { } order)
            return TypedResults.NotFound();
        var subject = ProcessOrderTask.SubjectOf(order.Id);
        var act = user.AuditIfStaff(http, ProcessOrderTask.Kind, id);
        var task = await tasks.RequestAsync(ProcessOrderTask.Kind, user.Id, subject, ct, act);
        return TypedResults.Accepted((string?)null, task);
    }

    /// <summary>Finds an order for its owner or for support. For everybody else it does not exist.</summary>
    public static async Task<Order?> FindForAsync(
        this OrderStore orders,
        CurrentUser user,
        Guid id,
        CancellationToken ct) =>
        await orders.FindAsync(id, ct) is { } order && user.IsOrIncludes(order.UserId, Role.Support) ? order : null;
}
