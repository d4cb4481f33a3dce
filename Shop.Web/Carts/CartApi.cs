using Shop.Carts;
using Shop.Web.Http;

namespace Shop.Web.Carts;

sealed class CartApi(ShopApiClient api, GuestCartCookie guest)
{
    static readonly CartJson Json = CartJson.Default;

    public async Task<Cart> FindAsync(CancellationToken ct)
    {
        var cart = await api.GetAsync("/api/cart", Json.Cart, ct) ?? Cart.Of([]);
        guest.Keep(cart.Items.Sum(line => line.Quantity));
        return cart;
    }

    public async Task AddAsync(Guid product, int quantity, CancellationToken ct)
    {
        await api.SendAsync(
            HttpMethod.Post,
            "/api/cart/items",
            new CartItemRequest(product, quantity),
            Json.CartItemRequest,
            ct);
        guest.Keep(guest.Count + quantity);
    }

    public async Task ChangeAsync(Guid product, int quantity, CancellationToken ct) =>
        await api.SendAsync(
            HttpMethod.Put,
            $"/api/cart/items/{product}",
            new CartQuantityRequest(quantity),
            Json.CartQuantityRequest,
            ct);

    public async Task RemoveAsync(Guid product, CancellationToken ct) =>
        await api.SendAsync(HttpMethod.Delete, $"/api/cart/items/{product}", ct);

    /// <summary>Removes the cookie.</summary>
    public void Forget() => guest.Forget();
}
