using Shop.Orders;
using Shop.Web.Http;

namespace Shop.Web.Payments;

/// <summary>The way to the provider's page and back. Which payment it was is in a cookie: the address to come back to is written before there is one.</summary>
sealed class PaymentTrip(PaymentApi payments, SiteCookies cookies, Notices notices)
{
    const string Cookie = "payment";

    /// <summary>Where to go now: to the provider, by a page of ours, or to the order.</summary>
    public async Task<string> StartAsync(Order order, string? method, Uri site, CancellationToken ct)
    {
        var page = $"/orders/{order.Id}";
        try
        {
            var payment = await payments.StartAsync(order, PaymentMethod.Named(method), new Uri(site, $"{page}/return").AbsoluteUri, ct);
            if (payment is { Status: "pending", ConfirmationUrl: not null })
            {
                cookies.Set(Cookie, $"{order.Id}.{payment.Id}", TimeSpan.FromHours(2));
                return $"{page}/pay?payment={payment.Id}";
            }
            notices.Add(payment.Status switch { "succeeded" => NoticeKind.Paid, "failed" => NoticeKind.PaymentDeclined, _ => NoticeKind.PaymentWaits }, payment.Failure);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException { Code: not ErrorCode.Unauthorized })
        {
            notices.Add(NoticeKind.PaymentAway);
        }
        return page;
    }

    public async Task ComeBackAsync(Guid order, CancellationToken ct)
    {
        if (cookies[Cookie]?.Split('.') is not [var ordered, var paid] || ordered != order.ToString() || !Guid.TryParse(paid, out var payment))
            return;
        try
        {
            var confirmed = await payments.ConfirmAsync(payment, ct);
            notices.Add(confirmed.Status == "succeeded" ? NoticeKind.Paid : NoticeKind.PaymentWaits);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Unprocessable)
        {
            notices.Add(NoticeKind.PaymentDeclined, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException { Code: ErrorCode.Conflict or ErrorCode.TooManyRequests })
        {
            // Not paid yet, or nobody can say: the worker keeps asking, and the order's page shows it.
            notices.Add(NoticeKind.PaymentWaits);
        }
    }
}
