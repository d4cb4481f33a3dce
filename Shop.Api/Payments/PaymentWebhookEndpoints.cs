using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Payments;
using Shop.Payments.CloudPayments;
using Shop.Payments.Stripe;
using Shop.Payments.YooKassa;

namespace Shop.Api.Payments;

/// <summary>
/// Webhooks of the providers. A webhook only names the payment whose state is then read from the provider, so a replay
/// changes nothing. If the provider cannot be reached, the answer is an error and the provider retries the webhook.
/// Providers that the shop has no account with have no route.
/// </summary>
static class PaymentWebhookEndpoints
{
    const int MaxBodySize = 256 * 1024;

    public static void MapPaymentWebhooks(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/payments/webhooks").WithTags("Payments").ProducesProblem(401)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodySize));
        var services = routes.ServiceProvider.GetRequiredService<IServiceProviderIsService>();
        if (services.IsService(typeof(YooKassaWebhook)))
            api.MapPost("/yookassa", YooKassa);
        if (services.IsService(typeof(StripeWebhook)))
            api.MapPost("/stripe", Stripe);
        if (services.IsService(typeof(CloudPaymentsWebhook)))
            api.MapPost("/cloudpayments", CloudPayments);
    }

    /// <response code="401">It does not come from the provider.</response>
    internal static async Task<Results<Ok, UnauthorizedHttpResult>> YooKassa(
        HttpContext http, YooKassaWebhook webhook, PaymentStore payments, CancellationToken ct)
    {
        if (!webhook.IsTrusted(http.Connection.RemoteIpAddress))
            return TypedResults.Unauthorized();
        if (await YooKassaWebhook.PaymentIdAsync(http.Request.Body, ct) is { } id
            && await payments.FindAsync(YooKassaGateway.Provider, id, ct) is { } payment)
            await payments.RefreshAsync(payment, ct);
        return TypedResults.Ok();
    }

    /// <response code="401">The signature is not the provider's, or older than five minutes.</response>
    internal static async Task<Results<Ok, UnauthorizedHttpResult>> Stripe(
        HttpContext http, StripeWebhook webhook, PaymentStore payments, CancellationToken ct)
    {
        var body = await BodyAsync(http, ct);
        if (!webhook.IsTrusted(http.Request.Headers["Stripe-Signature"], body))
            return TypedResults.Unauthorized();
        if (StripeWebhook.Payment(body) is { } about
            && await payments.FindAsync(about.Payment, ct) is { Provider: StripeGateway.Provider } payment)
            await payments.RefreshAsync(payment with { ProviderId = payment.ProviderId ?? about.ProviderId }, ct);
        return TypedResults.Ok();
    }

    /// <response code="401">The signature is not the provider's.</response>
    internal static async Task<Results<Ok<CloudPaymentsReply>, UnauthorizedHttpResult>> CloudPayments(
        HttpContext http, CloudPaymentsWebhook webhook, PaymentStore payments, Receipts receipts, CancellationToken ct)
    {
        var body = await BodyAsync(http, ct);
        if (!webhook.IsTrusted([http.Request.Headers["Content-HMAC"], http.Request.Headers["X-Content-HMAC"]], body))
            return TypedResults.Unauthorized();
        if (CloudPaymentsWebhook.PaymentId(body) is { } id
            && await payments.FindAsync(id, ct) is { Provider: CloudPaymentsGateway.Provider } payment)
        {
            if (CloudPaymentsWebhook.Receipt(body) is { } receipt)
                await receipts.RegisteredAsync(payment.Id, receipt, ct);
            else
                await payments.RefreshAsync(payment, ct);
        }
        return TypedResults.Ok(new CloudPaymentsReply(0));
    }

    /// <summary>The unchanged bytes of the body, which the signature covers.</summary>
    static async Task<byte[]> BodyAsync(HttpContext http, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        return body.ToArray();
    }
}
