using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Orders;
using Shop.Payments;
using Shop.Pilot.Requests;
using Shop.Shipping;
using Shop.Tasks;

namespace Shop.Api.Orders;

static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/orders").WithTags("Orders").RequireRole(Role.Customer);
        api.MapPost("/", Place).TakesIdempotencyKey().LimitRate(RateLimits.Purchases)
            .WithMetadata(new CountedActionAttribute(UserAction.Order))
            .ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/", List);
        api.MapGet("/{id:guid}", Find);
        api.MapPost("/{id:guid}/cancel", Cancel).Idempotent().ProducesProblem(409);
        api.MapPost("/{id:guid}/process", Process);
        routes.MapStoreOrders();
        routes.MapPhoneOrders();
    }

    /// <param name="request" example='{"shipping_address":{"first_name":"Анна","last_name":"Ким","street":"Лесная, 5",
    /// "city":"Тверь","postal_code":"170000"},"payment_method":"bank_card","shipping_method":"standard",
    /// "items":[{"product_id":"019b76da-abe8-711d-ab0d-549b6f03675a","quantity":2}]}'>
    /// The order. Without items it takes the items of the cart.</param>
    /// <response code="409">The cart is empty, or a product is out of stock.</response>
    /// <response code="422">No such product, no carrier to the address, or more than an account may hold.</response>
    /// <response code="429">Too many unpaid orders; Retry-After says when the first one expires.</response>
    internal static async Task<Created<Order>> Place(
        OrderRequest request, HttpContext http, CurrentUser user, Checkout checkout, Carriers carriers, Packing packing,
        ShippingTariff tariff, CancellationToken ct)
    {
        var key = Checkout.KeyOf(http, request);
        var order = await checkout.PlaceAsync(user.Id, request.Items?.ToArray(), key, async items =>
        {
            if (items.Length == 0)
                throw new ShopException(ErrorCode.Conflict, "The cart is empty.");
            var service = request.ShippingMethod is { } asked && carriers.Knows(asked) ? asked : Carriers.Standard;
            var address = request.ShippingAddress!;
            var parcel = await packing.PackAsync(items, ct);
            var price = await tariff.PriceAsync(service, new(address.City!, address.PostalCode!), parcel, ct);
            return new(user.Id, items, address, request.BillingAddress, request.PaymentMethod, service, price.Cost, key)
            {
                Carrier = price.Carrier,
                Parcel = parcel.ToJson()
            };
        }, ct);
        return TypedResults.Created($"/api/orders/{order.Id}", order);
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
        Guid id, CancelRequest? request, CurrentUser user, HttpContext http, OrderStore orders,
        OrderCancellation cancellation, CancellationToken ct)
    {
        if (await orders.FindForAsync(user, id, ct) is not { } order)
            return TypedResults.NotFound();
        var reason = request?.Reason ?? (user.Is(order.UserId) ? "by the customer" : "by the shop");
        var detail = JsonSerializer.Serialize(new(reason), OrdersJson.Default.CancelRequest);
        var act = user.AuditIfStaff(http, "order.cancelled", id, detail);
        if (!await cancellation.CancelAsync(id, reason, ct, act))
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

    /// <summary>The same for a payment, which needs neither the lines nor the history.</summary>
    public static async Task<Order?> FindToPayAsync(
        this OrderStore orders,
        CurrentUser user,
        Guid id,
        CancellationToken ct) =>
        await orders.FindWithoutLinesAsync(id, ct) is { } order && user.IsOrIncludes(order.UserId, Role.Support)
            ? order
            : null;
}
