using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Catalog;

namespace Shop.Tests.Carts;

static class CartCalls
{
    public static HttpClient NewGuest(this ShopFixture shop)
    {
        var guest = shop.NewApiClient();
        guest.DefaultRequestHeaders.Add("X-Cart-Id", $"g{Guid.CreateVersion7():N}");
        return guest;
    }

    public static async Task AddAsync(
        HttpClient who, Guid product, int quantity, HttpStatusCode expected, CancellationToken ct)
    {
        using var response = await who.PostAsJsonAsync("/api/cart/items", new { product_id = product, quantity }, ct);
        await response.AnswerAsync(expected, ct);
    }

    /// <summary>The names and quantities in the cart.</summary>
    public static async Task<string[]> LinesAsync(HttpClient who, CancellationToken ct) =>
    [
        .. from item in (await who.GetJsonAsync("/api/cart", ct))["items"]!.AsArray()
           select $"{item!["name"]}{item["quantity"]}"
    ];
}
