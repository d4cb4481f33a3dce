using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Carts;

[Trait("suite", "contract")]
public class CartTests(ShopFixture shop)
{
    [Fact]
    public async Task Adding_the_first_product_gives_a_guest_a_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));

        using var stranger = shop.NewApiClient();
        using var added = await stranger.PostAsJsonAsync(
            "/api/cart/items", new { product_id = goods.Ids[0], quantity = 2 }, ct);
        var line = await added.AnswerAsync(HttpStatusCode.Created, ct);
        var id = Assert.Single(added.Headers.GetValues("X-Cart-Id"));
        var cookie = Assert.Single(added.Headers.GetValues("Set-Cookie"));

        Assert.Equal(
            ["product_id", "name", "price", "quantity", "line_total", "available"],
            line.Select(field => field.Key));
        Assert.Contains($"cart={id};", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var (header, value) in ((string, string)[])[("X-Cart-Id", id), ("Cookie", $"cart={id}")])
        {
            using var guest = shop.NewApiClient();
            guest.DefaultRequestHeaders.Add(header, value);
            var cart = await guest.GetJsonAsync("/api/cart", ct);
            var item = cart["items"]![0]!;
            Assert.Equal(
                ("Чашка", 2, "150.50", "301.00", true),
                (
                    (string)item["name"]!,
                    (int)item["quantity"]!,
                    item["price"]!.ToJsonString(),
                    item["line_total"]!.ToJsonString(),
                    (bool)item["available"]!));
            Assert.Equal(("301.00", "RUB"), (cart["total"]!.ToJsonString(), (string)cart["currency"]!));
        }
    }

    [Fact]
    public async Task Carts_are_separate()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));
        using var first = shop.NewApiClient();
        using var second = shop.NewApiClient();

        await CartCalls.AddAsync(first, goods.Ids[0], 2, HttpStatusCode.Created, ct);

        Assert.Empty((await second.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
        var customer = await Customers.RegisterAsync(shop, ct);
        Assert.Empty((await customer.Api.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
    }

    [Fact]
    public async Task Reading_creates_no_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        using var stranger = shop.NewApiClient();
        using var looked = await stranger.GetAsync("/api/cart", ct);

        Assert.Equal("""{"items":[],"total":0.00,"currency":"RUB"}""", await looked.Content.ReadAsStringAsync(ct));
        Assert.False(looked.Headers.Contains("X-Cart-Id") || looked.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Adding_increases_the_quantity_updating_replaces_it_and_deleting_removes_the_line()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 9), ("Блюдце", 50m, 9));
        using var guest = shop.NewGuest();

        await CartCalls.AddAsync(guest, goods.Ids[0], 2, HttpStatusCode.Created, ct);
        await CartCalls.AddAsync(guest, goods.Ids[0], 3, HttpStatusCode.Created, ct);
        await CartCalls.AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.Created, ct);
        Assert.Equal("550.00", (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());

        using var changed = await guest.PutAsJsonAsync($"/api/cart/items/{goods.Ids[0]}", new { quantity = 1 }, ct);
        Assert.Equal(1, (int)(await changed.AnswerAsync(HttpStatusCode.OK, ct))["quantity"]!);
        Assert.Equal("150.00", (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());

        var line = $"/api/cart/items/{goods.Ids[0]}";
        foreach (var (path, total) in ((string, string)[])[(line, "50.00"), (line, "50.00"), ("/api/cart", "0.00")])
        {
            using var removed = await guest.DeleteAsync(path, ct);
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
            Assert.Equal(total, (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_cart_shows_current_prices_and_availability()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 5), ("Блюдце", 50m, 5));
        using var guest = shop.NewGuest();
        await CartCalls.AddAsync(guest, goods.Ids[0], 5, HttpStatusCode.Created, ct);
        await CartCalls.AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.Created, ct);

        await shop.Database.ExecuteAsync($"update catalog.products set price = 120 where id = {goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync(
            $"update inventory.stock set on_hand = 4 where product_id = {goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync(
            $"update catalog.products set archived_at = now() where id = {goods.Ids[1]}", ct);

        var items = (await guest.GetJsonAsync("/api/cart", ct))["items"]!.AsArray();
        Assert.Equal(
            [("Блюдце", "50.00", false), ("Чашка", "120.00", false)],
            items.Select(item => ((string)item!["name"]!, item["price"]!.ToJsonString(), (bool)item["available"]!)));
        await CartCalls.AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.NotFound, ct);
    }
}
