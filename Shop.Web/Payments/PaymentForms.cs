using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Http;
using Shop.Web.Orders;

namespace Shop.Web.Payments;

static class PaymentForms
{
    public static void MapPaymentForms(this IEndpointRouteBuilder routes)
    {
        var order = routes.MapGroup("/orders/{id:guid}").RequireAuthorization();
        order.MapForm("/payment", Pay);
        order.MapGet("/return", Return);
        order.MapForm("/refund", Refund);
    }

    static async Task<Results<RedirectHttpResult, NotFound>> Pay(
        Guid id,
        [FromForm] string? method,
        HttpRequest request,
        OrderApi orders,
        PaymentRedirect trip,
        CancellationToken ct) =>
        await orders.FindAsync(id, ct) is { } order
            ? TypedResults.LocalRedirect(await trip.StartAsync(order.Order, method, SiteOf(request), ct))
            : TypedResults.NotFound();

    /// <summary>The return URL of the provider, for a paid, failed or abandoned payment.</summary>
    static async Task<RedirectHttpResult> Return(Guid id, PaymentRedirect trip, CancellationToken ct)
    {
        await trip.FinishReturnAsync(id, ct);
        return TypedResults.LocalRedirect($"/orders/{id}");
    }

    static async Task<Results<RedirectHttpResult, NotFound>> Refund(
        Guid id,
        [FromForm] string? reason,
        OrderApi orders,
        PaymentApi payments,
        Notices notices,
        CancellationToken ct)
    {
        if (await orders.FindAsync(id, ct) is not { } order)
            return TypedResults.NotFound();
        try
        {
            await payments.RefundAsync(id, order.Order.Total, reason, ct);
            notices.Add(NoticeKind.RefundAsked);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Invalid
            or ErrorCode.Unprocessable
            or ErrorCode.Forbidden
            or ErrorCode.Conflict)
        {
            notices.Add(NoticeKind.RefundRefused);
        }
        return TypedResults.LocalRedirect($"/orders/{id}");
    }

    public static Uri SiteOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");
}
