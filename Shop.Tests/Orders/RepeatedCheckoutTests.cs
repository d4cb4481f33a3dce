using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Carts;
using Shop.Tests.Catalog;
using StackExchange.Redis;

namespace Shop.Tests.Orders;

/// <summary>
/// The same cart ordered twice: repeated under its key, at once from two windows, or after the process that ordered it
/// died.
/// </summary>
[Trait("suite", "contract")]
public class RepeatedCheckoutTests(ShopFixture shop)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_repeated_under_its_key_leaves_what_the_cart_was_refilled_with(bool store)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        await AddAsync(purchase, 2, ct);
        var order = await OrderAsync(purchase, store, ct, "once");
        await AddAsync(purchase, 3, ct);

        var repeated = await OrderAsync(purchase, store, ct, "once");

        Assert.Equal((string)order["id"]!, (string)repeated["id"]!);
        Assert.Equal(3, await InCartAsync(purchase, ct));
        Assert.Equal(8, await AvailableAsync(purchase, ct));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_whose_answer_was_lost_is_returned_under_its_key_although_the_cart_is_empty(bool store)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        await AddAsync(purchase, 2, ct);
        var order = await OrderAsync(purchase, store, ct, "lost");
        Assert.Equal(0, await InCartAsync(purchase, ct));

        var repeated = await OrderAsync(purchase, store, ct, "lost");

        Assert.Equal((string)order["id"]!, (string)repeated["id"]!);
        using var another = await TryOrderAsync(purchase, store, ct, "another");
        await another.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public async Task Simultaneous_checkouts_of_one_cart_make_one_order(bool store, int stock)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock);
        await AddAsync(purchase, 2, ct);

        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var response = await TryOrderAsync(purchase, store, ct);
            if (response.StatusCode != HttpStatusCode.Conflict)
                return (string)(await response.AnswerAsync(HttpStatusCode.Created, ct))["id"]!;
            Assert.Contains("empty", await response.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
            return null;
        }));

        Assert.Single(ids.OfType<string>().Distinct());
        Assert.Equal(stock - 2, await AvailableAsync(purchase, ct));
        Assert.Single((await purchase.Customer.Api.GetJsonAsync("/api/orders", ct)).AsArray());
        Assert.Equal(0, await InCartAsync(purchase, ct));
    }

    [Fact]
    public async Task After_a_checkout_the_same_goods_can_be_ordered_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var orders = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            await AddAsync(purchase, 2, ct);
            orders.Add((string)(await OrderAsync(purchase, false, ct))["id"]!);
        }

        Assert.Equal(3, orders.Count);
        Assert.Equal((10, 6), await purchase.StockAsync(ct));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cart_whose_order_did_not_empty_it_is_not_ordered_twice(bool store)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        await AddAsync(purchase, 2, ct);
        var order = await OrderAsync(purchase, store, ct, "died");
        // As if the process had died between the order and the cart.
        using var redis = await ConnectionMultiplexer.ConnectAsync(await shop.ConnectionStringAsync("redis"));
        var cart = $"{CartId.User(purchase.Customer.Id)}";
        await redis.GetDatabase().HashSetAsync(cart, $"{purchase.Goods.Ids[0]}", 3);
        await redis.GetDatabase().StringSetAsync($"{cart}:checkout", (string)order["id"]!);

        var again = await OrderAsync(purchase, store, ct);

        Assert.Equal((string)order["id"]!, (string)again["id"]!);
        Assert.Equal(1, await InCartAsync(purchase, ct));
        Assert.Equal(8, await AvailableAsync(purchase, ct));
    }

    [Fact]
    public async Task An_order_is_removed_from_its_cart_once_and_what_was_added_meanwhile_stays()
    {
        var ct = TestContext.Current.CancellationToken;
        using var redis = await ConnectionMultiplexer.ConnectAsync(await shop.ConnectionStringAsync("redis"));
        var carts = new CartStore(redis, shop.Database);
        var purchase = await Purchase.PrepareAsync(shop, ct, kinds: 3);
        var (user, goods) = (purchase.Customer.Id, purchase.Goods.Ids);
        var cart = CartId.User(user);
        Assert.Null(await carts.BeginCheckoutAsync(user, ct));
        await carts.AddAsync(cart, goods[0], 2, ct);
        await carts.AddAsync(cart, goods[1], 1, ct);
        var first = (await carts.BeginCheckoutAsync(user, ct))!;
        await carts.AddAsync(cart, goods[0], 3, ct);
        await carts.AddAsync(cart, goods[2], 4, ct);
        var second = (await carts.BeginCheckoutAsync(user, ct))!;
        Assert.Equal((first.OrderId, 2, 3), (second.OrderId, first.Items.Count, second.Items.Count));

        await carts.RemoveOrderedAsync(user, Guid.CreateVersion7(), first.Items, ct);
        await carts.RemoveOrderedAsync(user, first.OrderId, first.Items, ct);
        await carts.RemoveOrderedAsync(user, first.OrderId, first.Items, ct);

        var left = (await carts.ItemsAsync(cart, ct)).OrderBy(item => item.Quantity);
        Assert.Equal([new(goods[0], 3), new(goods[2], 4)], left);
        Assert.NotEqual(first.OrderId, (await carts.BeginCheckoutAsync(user, ct))!.OrderId);
    }

    static async Task AddAsync(Purchase purchase, int quantity, CancellationToken ct)
    {
        using var added = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/cart/items", new { product_id = purchase.Goods.Ids[0], quantity }, ct);
        await added.AnswerAsync(HttpStatusCode.Created, ct);
    }

    // The same before and after an order for pickup is handed over.
    static async Task<int> AvailableAsync(Purchase purchase, CancellationToken ct)
    {
        var (onHand, reserved) = await purchase.StockAsync(ct);
        return onHand - reserved;
    }

    static async Task<int> InCartAsync(Purchase purchase, CancellationToken ct) =>
        (await purchase.Customer.Api.GetJsonAsync("/api/cart", ct))["items"]!.AsArray().Sum(
            line => (int)line!["quantity"]!);

    static async Task<JsonObject> OrderAsync(Purchase purchase, bool store, CancellationToken ct, string? key = null)
    {
        using var response = await TryOrderAsync(purchase, store, ct, key);
        return await response.AnswerAsync(HttpStatusCode.Created, ct);
    }

    static async Task<HttpResponseMessage> TryOrderAsync(
        Purchase purchase, bool store, CancellationToken ct, string? key = null)
    {
        using var request = store
            ? new HttpRequestMessage(HttpMethod.Post, $"/cart-api/cart/{purchase.Customer.Id}/checkout")
            : new(HttpMethod.Post, "/api/orders")
            {
                Content = JsonContent.Create(new { shipping_address = Purchase.Address })
            };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await purchase.Customer.Api.SendAsync(request, ct);
    }
}
