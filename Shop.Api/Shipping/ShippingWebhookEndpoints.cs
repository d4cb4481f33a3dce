using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Shipping;
using Shop.Shipping.Cdek;

namespace Shop.Api.Shipping;

/// <summary>
/// Webhooks of the carriers. They are not signed, so a webhook only triggers a query to the carrier, and a replay
/// triggers one more.
/// </summary>
static class ShippingWebhookEndpoints
{
    public static void MapShippingWebhooks(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/shipping/webhooks").WithTags("Shipping");
        if (routes.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(CdekLogin)))
            api.MapPost("/cdek", Cdek).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(64 * 1024));
    }

    static async Task<Ok> Cdek(HttpContext http, ShipmentStore shipments, CancellationToken ct)
    {
        if (await CdekWebhook.OrderAsync(http.Request.Body, ct) is { } order)
            await shipments.ScheduleCheckAsync(CdekCarrier.Provider, order, ct);
        return TypedResults.Ok();
    }
}
