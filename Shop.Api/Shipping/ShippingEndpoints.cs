using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Api.Orders;
using Shop.Api.Staff;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Api.Shipping;

static class ShippingEndpoints
{
    public static void MapShipping(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/shipping").WithTags("Shipping");
        api.MapPost("/calculate", Calculate);
        api.MapPost("/create", Create).RequireRole(Role.Customer);
        api.MapGet("/tracking/{id}", Tracking).RequireRole(Role.Customer);
        routes.MapShippingWebhooks();
    }

    static async Task<Ok<QuoteAnswer>> Calculate(QuoteRequest request, Carriers carriers, CancellationToken ct)
    {
        var parcels = (request.Packages ?? []).Select(package => new Parcel(package.Weight, package.Dimensions?.Length ?? 30, package.Dimensions?.Width ?? 20, package.Dimensions?.Height ?? 10)).ToList();
        var quotes = await carriers.QuotesAsync(request.Service ?? request.Carrier, new(request.Destination!.City!, request.Destination.PostalCode!), parcels.Count > 0 ? parcels : [Parcel.Usual], ct);
        if (quotes.Count == 0)
            throw new ShopException(ErrorCode.Unprocessable, "No carrier delivers there at the moment.");
        return TypedResults.Ok(new QuoteAnswer(quotes[0].Cost, quotes[0].DeliveryDays, quotes[0].Service, quotes[0].Carrier, quotes));
    }

    static async Task<Results<Created<Shipment>, NotFound>> Create(
        ShipmentRequest request, CurrentUser user, HttpContext http, OrderStore orders, ShipmentStore shipments, CancellationToken ct)
    {
        if (await orders.FindForAsync(user, request.OrderId!.Value, ct) is not { } order)
            return TypedResults.NotFound();
        // Staff may send goods that are paid for in another way.
        if (order.PaymentStatus != "paid" && !user.Includes(Role.Staff))
            throw new ShopException(ErrorCode.Conflict, "The order is not paid yet.");
        if (order.Status is "cancelled" or "refunded")
            throw new ShopException(ErrorCode.Conflict, $"The order is {order.Status}.");
        var act = user.ActIfStaff(http, "shipment.created", order.Id);
        var shipment = await shipments.CreateAsync(order, request.Service ?? request.Carrier ?? order.ShippingMethod, request.Recipient!, ct, act);
        return TypedResults.Created($"/api/shipping/tracking/{shipment.Id}", shipment);
    }

    static async Task<Results<Ok<Shipment>, NotFound>> Tracking(string id, CurrentUser user, OrderStore orders, ShipmentStore shipments, CancellationToken ct)
    {
        var shipment = Guid.TryParse(id, out var known) ? await shipments.FindAsync(known, ct) : await shipments.FindByTrackingAsync(id, ct);
        return shipment is not null && await orders.FindForAsync(user, shipment.OrderId, ct) is not null ? TypedResults.Ok(shipment) : TypedResults.NotFound();
    }
}
