using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Payments;
using Shop.Payments.YooKassa;

namespace Shop.Api.Payments;

/// <summary>What providers tell us. A replay changes nothing: the state it brings has been settled before.</summary>
static class PaymentWebhookEndpoints
{
    public static void MapPaymentWebhooks(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/payments/webhooks").WithTags("Payments");
        api.MapPost("/yookassa", YooKassa).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(64 * 1024));
    }

    static async Task<Results<Ok, UnauthorizedHttpResult>> YooKassa(HttpContext http, YooKassaWebhook webhook, PaymentStore payments, CancellationToken ct)
    {
        if (!webhook.IsTrusted(http.Connection.RemoteIpAddress))
            return TypedResults.Unauthorized();
        // Not signed, so the only thing believed is which payment to ask about.
        if (await YooKassaWebhook.PaymentIdAsync(http.Request.Body, ct) is { } id && await payments.FindAsync(YooKassaGateway.Provider, id, ct) is { } payment)
            await payments.RefreshAsync(payment, ct);
        return TypedResults.Ok();
    }
}
