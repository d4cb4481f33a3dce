using Shop.Orders;
using Shop.Payments;
using Shop.Web.Http;

namespace Shop.Web.Payments;

/// <summary>
/// Sends a customer to the provider's page and handles the return. A cookie keeps the payment ID, because the return
/// URL is sent before the payment exists.
/// </summary>
sealed class PaymentRedirect(PaymentApi payments, SiteCookies cookies, Notices notices)
{
    const string Cookie = "payment";

    /// <summary>Returns the next page: the redirect page to the provider, or the order.</summary>
    public async Task<string> StartAsync(Order order, string? method, Uri site, CancellationToken ct)
    {
        var page = $"/orders/{order.Id}";
        try
        {
            var returnUrl = new Uri(site, $"{page}/return").AbsoluteUri;
            var payment = await payments.StartAsync(order, PaymentMethod.Named(method), returnUrl, ct);
            if (payment is { Status: PaymentState.Pending, ConfirmationUrl: not null })
            {
                cookies.Set(Cookie, $"{order.Id}.{payment.Id}", TimeSpan.FromHours(2));
                return $"{page}/pay?payment={payment.Id}";
            }
            var notice = payment.Status switch
            {
                PaymentState.Succeeded => NoticeKind.Paid,
                PaymentState.Failed => NoticeKind.PaymentDeclined,
                _ => NoticeKind.PaymentWaits
            };
            notices.Add(notice, payment.Failure);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException { Code: not ErrorCode.Unauthorized })
        {
            notices.Add(NoticeKind.PaymentAway);
        }
        return page;
    }

    public async Task FinishReturnAsync(Guid order, CancellationToken ct)
    {
        if (cookies[Cookie]?.Split('.') is not [var orderId, var paymentId]
            || orderId != order.ToString()
            || !Guid.TryParse(paymentId, out var payment))
            return;
        try
        {
            var confirmed = await payments.ConfirmAsync(payment, ct);
            notices.Add(confirmed.Status == PaymentState.Succeeded ? NoticeKind.Paid : NoticeKind.PaymentWaits);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Unprocessable)
        {
            notices.Add(NoticeKind.PaymentDeclined, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException
            or ShopException { Code: ErrorCode.Conflict or ErrorCode.TooManyRequests })
        {
            // Not paid yet, or unknown: the worker keeps polling the provider, and the order page shows the result.
            notices.Add(NoticeKind.PaymentWaits);
        }
    }
}
