using Shop.Shipping;
using Shop.Web.Http;

namespace Shop.Web.Shipping;

sealed class ShippingApi(ShopApiClient api)
{
    /// <summary>Cheapest first; empty when no carrier goes there, or none answers.</summary>
    public async Task<List<Quote>> QuotesAsync(string city, string postalCode, CancellationToken ct)
    {
        try
        {
            var request = new QuoteRequest(null, new(city, postalCode), null, null, null);
            return (await api.SendAsync(HttpMethod.Post, "/api/shipping/calculate", request, ShippingJson.Default.QuoteRequest, ShippingJson.Default.QuoteAnswer, ct)).Quotes;
        }
        catch (ShopException e) when (e.Code is ErrorCode.Unprocessable or ErrorCode.Invalid)
        {
            return [];
        }
    }
}
