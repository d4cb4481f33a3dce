using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Orders;

[Trait("suite", "contract")]
public class CheckoutTests(ShopFixture shop)
{
    [Fact]
    public async Task Without_items_the_cart_is_ordered_at_current_prices_and_emptied()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 100);
        await AddAsync(purchase, $"/cart-api/cart/{purchase.Customer.Id}/add", 2, ct);
        await shop.Database.ExecuteAsync(
            $"update catalog.products set price = 150 where id = {purchase.Goods.Ids[0]}",
            ct);

        using var placed = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/orders",
            new { shipping_address = Purchase.Address },
            ct);
        var order = await placed.AnswerAsync(HttpStatusCode.Created, ct);

        Assert.Equal("300.00", order["subtotal"]!.ToJsonString());
        Assert.Empty((await purchase.Customer.Api.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
        using var again = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/orders",
            new { shipping_address = Purchase.Address },
            ct);
        await again.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Fact]
    public async Task The_store_dialect_checks_out_its_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 100);
        await AddAsync(purchase, $"/cart-api/cart/{purchase.Customer.Id}/add", 3, ct);
        var stranger = await Customers.RegisterAsync(shop, ct);
        using (var theirs = await stranger.Api.PostAsync($"/cart-api/cart/{purchase.Customer.Id}/checkout", null, ct))
            await theirs.ProblemAsync(HttpStatusCode.Forbidden, ct);

        using var response = await purchase.Customer.Api.PostAsync(
            $"/cart-api/cart/{purchase.Customer.Id}/checkout",
            null,
            ct);
        var order = await response.AnswerAsync(HttpStatusCode.Created, ct);

        Assert.Equal(("CONFIRMED", "300.00"), ((string)order["status"]!, order["total_amount"]!.ToJsonString()));
        using var empty = await purchase.Customer.Api.PostAsync(
            $"/cart-api/cart/{purchase.Customer.Id}/checkout",
            null,
            ct);
        await empty.ProblemAsync(HttpStatusCode.Conflict, ct);
        var (onHand, reserved) = await purchase.StockAsync(ct);
        Assert.Equal(7, onHand - reserved);
    }

    [Fact]
    public async Task The_customer_overview_has_cart_orders_and_statistics()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 100);
        await AddAsync(purchase, $"/cart-api/cart/{purchase.Customer.Id}/add", 1, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        await purchase.PayAsync(order, ct);

        var path = $"/user-api/users/{purchase.Customer.Id}/profile";
        var overview = (await purchase.Customer.Api.GetJsonAsync(path, ct)).AsObject();

        Assert.Equal(["user", "cart", "orders", "statistics"], overview.Select(field => field.Key));
        Assert.Equal(purchase.Customer.Email, (string)overview["user"]!["email"]!);
        Assert.Equal("100.00", overview["cart"]!["total_value"]!.ToJsonString());
        Assert.Equal((string)order["id"]!, (string)overview["orders"]!.AsArray().Single()!["id"]!);
        Assert.Equal(
            (1, (decimal)order["total"]!),
            ((int)overview["statistics"]!["total_orders"]!, (decimal)overview["statistics"]!["total_spent"]!));
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var theirs = await stranger.Api.GetAsync($"/user-api/users/{purchase.Customer.Id}/profile", ct);
        await theirs.ProblemAsync(HttpStatusCode.Forbidden, ct);
        Assert.NotNull((await shop.Admin.GetJsonAsync($"/user-api/users/{purchase.Customer.Id}/profile", ct))["user"]);
    }

    static async Task AddAsync(Purchase purchase, string path, int quantity, CancellationToken ct)
    {
        using var added = await purchase.Customer.Api.PostAsJsonAsync(
            path,
            new { product_id = purchase.Goods.Ids[0], quantity },
            ct);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(ct));
    }
}
