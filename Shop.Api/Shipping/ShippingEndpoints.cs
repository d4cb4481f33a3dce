using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Api.Orders;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Api.Shipping;

static class ShippingEndpoints
{
    public static void MapShipping(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/shipping").WithTags("Shipping");
        api.MapPost("/calculate", Calculate).LimitRate(RateLimits.ShippingQuotes).ProducesProblem(422);
        api.MapPost("/create", Create).RequireRole(Role.Customer).Idempotent().ProducesProblem(409);
        api.MapGet("/tracking/{id}", Tracking).RequireRole(Role.Customer);
        routes.MapShippingWebhooks();
    }

    /// <param name="request" example='{"destination":{"city":"Казань","postal_code":"420000"},"packages":[{
    /// "weight":2.5,"dimensions":{"length":30,"width":20,"height":10}}]}
    /// '>The destination, and the parcels or the items that they will contain.</param>
    /// <response code="422">No carrier delivers there.</response>
    /// <response code="429">There were too many from this address; Retry-After says when.</response>
    internal static async Task<Ok<QuoteAnswer>> Calculate(
        QuoteRequest request, ShippingTariff tariff, Packing packing, CancellationToken ct)
    {
        var parcels = (request.Packages ?? [])
            .Select(package => new Parcel(
                package.Weight,
                package.Dimensions?.Length ?? Parcel.Usual.Length,
                package.Dimensions?.Width ?? Parcel.Usual.Width,
                package.Dimensions?.Height ?? Parcel.Usual.Height))
            .ToList();
        var quotes = await tariff.QuotesAsync(
            request.Service ?? request.Carrier,
            new(request.Destination!.City!, request.Destination.PostalCode!),
            parcels.Count > 0 ? parcels : [await packing.PackAsync(request.Items ?? [], ct)],
            ct);
        if (quotes.Count == 0)
            throw new ShopException(ErrorCode.Unprocessable, "No carrier delivers there at the moment.");
        var best = quotes[0];
        return TypedResults.Ok(new QuoteAnswer(best.Cost, best.DeliveryDays, best.Service, best.Carrier, quotes));
    }

    /// <param name="request" example='{"order_id":"019b76da-abe8-711d-ab0d-549b6f03675a","service":"cdek",
    /// "recipient":{"name":"Анна Ким","phone":"+79001234567","address":{"city":"Тверь","postal_code":"170000",
    /// "street":"Лесная, 5"}}}'>
    /// The parcel's recipient. Below support, the order's own service and address are used.</param>
    /// <response code="404">There is no such order.</response>
    /// <response code="409">The order is not paid, cancelled or refunded.</response>
    internal static async Task<Results<Created<Shipment>, NotFound>> Create(
        ShipmentRequest request, CurrentUser user, HttpContext http, OrderStore orders, ShipmentStore shipments,
        CancellationToken ct)
    {
        if (await orders.FindForAsync(user, request.OrderId!.Value, ct) is not { } order)
            return TypedResults.NotFound();
        // Staff may ship an order that is paid in another way.
        if (order.PaymentStatus != PaymentStatus.Paid && !user.Includes(Role.Staff))
            throw new ShopException(ErrorCode.Conflict, "The order is not paid yet.");
        if (order.Status is OrderStatus.Cancelled or OrderStatus.Refunded)
            throw new ShopException(ErrorCode.Conflict, $"The order is {order.Status.Spelling()}.");
        var act = user.AuditIfStaff(http, "shipment.created", order.Id);
        var own = order.GetShipTo();
        // A customer has paid for one carrier to one address. A better one is for support to grant.
        var mayChoose = user.Includes(Role.Support);
        var service = mayChoose ? request.Service ?? request.Carrier : null;
        var address = mayChoose ? request.Recipient!.Address!.Line! : PostalAddress.LineOf(own);
        var recipient = request.Recipient!.ToRecipient(address);
        var shipment = await shipments.CreateAsync(order, service, recipient, ct, act)
            ?? throw new ShopException(ErrorCode.Conflict, "The order was cancelled or refunded.");
        return TypedResults.Created($"/api/shipping/tracking/{shipment.Id}", shipment);
    }

    static async Task<Results<Ok<Shipment>, NotFound>> Tracking(
        string id, CurrentUser user, OrderStore orders, ShipmentStore shipments, CancellationToken ct)
    {
        var shipment = Guid.TryParse(id, out var shipmentId)
            ? await shipments.FindAsync(shipmentId, ct)
            : await shipments.FindByTrackingAsync(id, ct);
        return shipment is not null && await orders.FindForAsync(user, shipment.OrderId, ct) is not null
            ? TypedResults.Ok(shipment)
            : TypedResults.NotFound();
    }
}
