using Shop.Orders;
using Shop.Shipping;
using Shop.Web.Http;

namespace Shop.Web.Shipping;

sealed class ShippingApi(ShopApiClient api)
{
    /// <summary>
    /// Quotes, the cheapest first. Empty when no carrier delivers there, none responds, or the visitor asked too often.
    /// </summary>
    public async Task<List<Quote>> QuotesAsync(
        string city, string postalCode, List<OrderItem> items, CancellationToken ct)
    {
        try
        {
            var request = new QuoteRequest(null, new(city, postalCode), null, null, null, items);
            var answer = await api.SendAsync(
                HttpMethod.Post,
                "/api/shipping/calculate",
                request,
                ShippingJson.Default.QuoteRequest,
                ShippingJson.Default.QuoteAnswer,
                ct);
            return answer.Quotes;
        }
        catch (ShopException e)
            when (e.Code is ErrorCode.Unprocessable or ErrorCode.Invalid or ErrorCode.TooManyRequests)
        {
            return [];
        }
    }
}
