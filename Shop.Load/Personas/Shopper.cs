using System.Globalization;
using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>What all who shop over the store's API can do. A kind of shopper says how often they do what.</summary>
abstract class Shopper(ShopClient shop, Random random) : Persona
{
    // Browsing people rarely look beyond the first pages.
    const int PagesLookedAt = 5;

    static readonly string[] Words = ["книга", "кроссовки", "наушники", "куртка", "лампа", "phone", "bike", "ноутбук"];

    List<ProductCard> _seen = [];

    protected ShopClient Shop => shop;
    protected Random Random => random;
    protected string? AccountId { get; private set; }
    protected bool HasGoodsInCart { get; private set; }

    protected abstract Taste Taste { get; }

    /// <summary>Opens an account and signs in. Each shopper is a new customer, so runs do not meet.</summary>
    protected async Task SignUpAsync(CancellationToken ct)
    {
        var name = $"load-{Guid.CreateVersion7():N}";
        const string password = "load test 8 Password";
        var account = await PostAsync(
            "/user-api/register",
            new NewAccount(name, $"{name}@load.example", password),
            LoadJson.Default.NewAccount,
            ct);
        AccountId = LoadJson.Read(account.Body, LoadJson.Default.Created).Id;
        var session = await PostAsync(
            "/user-api/login", new Credentials(name, password), LoadJson.Default.Credentials, ct);
        shop.Token = LoadJson.Read(session.Body, LoadJson.Default.SignedIn).AccessToken;
    }

    /// <summary>
    /// Looks through the catalog: a page of it, of the favourite category, or of what a search finds.
    /// </summary>
    protected async Task LookThroughCatalogAsync(CancellationToken ct)
    {
        var query = random.NextDouble() switch
        {
            < 0.2 => $"?search={Uri.EscapeDataString(Words[random.Next(Words.Length)])}",
            < 0.5 when Taste.FavouriteCategory is { } category => $"?category={category}",
            _ => $"?page={random.Next(1, PagesLookedAt + 1).ToString(CultureInfo.InvariantCulture)}"
        };
        var answer = await shop.SendAsync(
            HttpCall.Get($"/api/products{query}", "/api/products") with { KeepBody = true }, ct);
        _seen = LoadJson.Read(answer.Body, LoadJson.Default.ListProductCard);
    }

    /// <summary>Opens one of the products that were listed.</summary>
    /// <returns>Null if the list was empty.</returns>
    protected async Task<ProductCard?> LookAtProductAsync(CancellationToken ct)
    {
        if (_seen.Count == 0)
            await LookThroughCatalogAsync(ct);
        if (_seen.Count == 0)
            return null;
        var product = _seen[random.Next(_seen.Count)];
        await shop.SendAsync(HttpCall.Get($"/api/products/{product.Id}", "/api/products/{id}"), ct);
        return product;
    }

    protected bool Likes(ProductCard product) => random.NextDouble() < Taste.ToAddToCart(product);

    protected async Task AddToCartAsync(ProductCard product, CancellationToken ct)
    {
        // Somebody else may have bought the last one: that is no failure of the shop.
        var answer = await PostAsync(
            $"/cart-api/cart/{AccountId}/add",
            new CartLine(product.Id, random.Next(1, 3)),
            LoadJson.Default.CartLine,
            ct,
            "/cart-api/cart/{user_id}/add",
            409);
        HasGoodsInCart |= answer.IsSuccess;
    }

    protected Task LookAtCartAsync(CancellationToken ct) =>
        shop.SendAsync(HttpCall.Get($"/cart-api/cart/{AccountId}", "/cart-api/cart/{user_id}"), ct);

    /// <summary>Orders what is in the cart and looks at the order.</summary>
    protected async Task CheckOutAsync(CancellationToken ct)
    {
        var call = HttpCall.Post($"/cart-api/cart/{AccountId}/checkout", default, "/cart-api/cart/{user_id}/checkout");
        var answer = await shop.SendAsync(call with { KeepBody = true }, ct, 409);
        HasGoodsInCart = false;
        if (!answer.IsSuccess)
            return;
        var order = LoadJson.Read(answer.Body, LoadJson.Default.Created).Id;
        await shop.SendAsync(HttpCall.Get($"/order-api/orders/{order}", "/order-api/orders/{id}"), ct);
    }

    protected Task LookAtProfileAsync(CancellationToken ct) =>
        shop.SendAsync(HttpCall.Get($"/user-api/users/{AccountId}/profile", "/user-api/users/{id}/profile"), ct);

    protected Task LookAtOrdersAsync(CancellationToken ct) =>
        shop.SendAsync(HttpCall.Get($"/order-api/orders/user/{AccountId}", "/order-api/orders/user/{user_id}"), ct);

    Task<Answer> PostAsync<T>(
        string path,
        T body,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        CancellationToken ct,
        string? name = null,
        params int[] expected) =>
        shop.SendAsync(HttpCall.Post(path, LoadJson.Write(body, type), name) with { KeepBody = true }, ct, expected);
}
