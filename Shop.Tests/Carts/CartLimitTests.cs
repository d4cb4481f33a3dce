using System.Net;
using System.Net.Http.Json;
using System.Text;
using Shop.Tests.Catalog;

namespace Shop.Tests.Carts;

/// <summary>What a cart does not accept.</summary>
[Trait("suite", "contract")]
public class CartLimitTests(ShopFixture shop)
{
    [Fact]
    public async Task Concurrent_adds_never_exceed_the_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 7));
        using var guest = shop.NewGuest();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            _ => guest.PostAsJsonAsync("/api/cart/items", new { product_id = goods.Ids[0], quantity = 1 }, ct)));

        Assert.Equal(
            (7, 5),
            (
                answers.Count(answer => answer.StatusCode == HttpStatusCode.Created),
                answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(7, (int)(await guest.GetJsonAsync("/api/cart", ct))["items"]![0]!["quantity"]!);
        using var more = await guest.PutAsJsonAsync($"/api/cart/items/{goods.Ids[0]}", new { quantity = 8 }, ct);
        await more.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Theory]
    [InlineData("""{"quantity": 1}""", "product_id")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead"}""", "quantity")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 0}""", "quantity")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": -5}""", "quantity")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1001}""", "quantity")]
    [InlineData("""{"product_id": "x", "quantity": 1}""")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1.5}""")]
    [InlineData("{")]
    public async Task An_invalid_body_is_refused(string body, params string[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        using var guest = shop.NewGuest();
        using var refused = await guest.PostAsync(
            new Uri("/api/cart/items", UriKind.Relative),
            new StringContent(body, Encoding.UTF8, "application/json"),
            ct);

        var problem = await refused.ProblemAsync(HttpStatusCode.BadRequest, ct);
        if (fields.Length > 0)
            Assert.Equal(fields, problem.Fields());
    }

    [Theory]
    [InlineData("user:019b76da-0000-7000-8000-00000000dead")]
    [InlineData("a b")]
    [InlineData("*")]
    public async Task An_invalid_cart_id_is_refused(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        using var guest = shop.NewApiClient();
        guest.DefaultRequestHeaders.TryAddWithoutValidation("X-Cart-Id", name);
        using var refused = await guest.GetAsync("/api/cart", ct);

        Assert.Equal(["x-cart-id"], (await refused.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task An_unknown_product_cannot_be_added()
    {
        using var guest = shop.NewGuest();
        await CartCalls.AddAsync(
            guest, Guid.CreateVersion7(), 1, HttpStatusCode.NotFound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_cart_holds_at_most_100_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(
            shop.Database, ct, [.. Enumerable.Range(0, 101).Select(_ => ("Нитка", 1m, 5))]);
        using var guest = shop.NewGuest();
        foreach (var id in goods.Ids.Take(100))
            await CartCalls.AddAsync(guest, id, 1, HttpStatusCode.Created, ct);

        using var full = await guest.PostAsJsonAsync(
            "/api/cart/items", new { product_id = goods.Ids[100], quantity = 1 }, ct);
        await full.ProblemAsync(HttpStatusCode.BadRequest, ct);
        await CartCalls.AddAsync(guest, goods.Ids[0], 1, HttpStatusCode.Created, ct);
    }
}
