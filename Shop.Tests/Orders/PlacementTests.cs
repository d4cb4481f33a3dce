using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Orders;

[Trait("suite", "contract")]
public class PlacementTests(ShopFixture shop)
{
    [Fact]
    public async Task An_order_reserves_its_goods_at_catalog_prices()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, kinds: 2);

        var order = await purchase.PlaceAsync(ct, quantity: 3, service: "cdek");

        string[] fields =
        [
            "id", "number", "status", "payment_status", "items", "subtotal", "shipping_cost", "total", "currency",
            "inventory_reserved", "payment_processed", "shipping_created", "shipping_address", "created_at", "history"
        ];
        Assert.Empty(fields.Except(order.Select(field => field.Key)));
        Assert.Equal(
            ("pending", "unpaid", "RUB", true, false, false),
            (
                (string)order["status"]!,
                (string)order["payment_status"]!,
                (string)order["currency"]!,
                (bool)order["inventory_reserved"]!,
                (bool)order["payment_processed"]!,
                (bool)order["shipping_created"]!));
        // Six pieces of half a kilogram: three kilograms cost 450 roubles at CDEK's stub.
        Assert.Equal(
            ("904.50", 450m, 1354.50m),
            (order["subtotal"]!.ToJsonString(), (decimal)order["shipping_cost"]!, (decimal)order["total"]!));
        Assert.Equal("Тверь", (string)order["shipping_address"]!["city"]!);
        Assert.Equal(
            [("Лампа 1", 3, "301.50"), ("Лампа 2", 3, "603.00")],
            order["items"]!
                .AsArray()
                .Select(item => ((string)item!["name"]!, (int)item["quantity"]!, item["line_total"]!.ToJsonString())));
        Assert.Equal("placed", (string)order["history"]![0]!["note"]!);
        Assert.Equal((10, 3), await purchase.StockAsync(ct));
        Assert.True(JsonNode.DeepEquals(order, await purchase.ReadAsync(order, ct)));
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_order_even_concurrently()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 2);

        var orders = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => purchase.PlaceAsync(ct, quantity: 2, key: "once")));

        Assert.Single(orders.Select(order => (string)order["id"]!).Distinct());
        Assert.Equal((2, 2), await purchase.StockAsync(ct));
        Assert.Single((await purchase.Customer.Api.GetJsonAsync("/api/orders", ct)).AsArray());
    }

    [Fact]
    public async Task Five_hundred_buyers_race_for_a_hundred_pieces_and_a_hundred_are_sold()
    {
        RemoteShop.SkipWithout("the limits of development, where a customer orders hundreds of times a minute");
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 100);

        var codes = await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ =>
        {
            using var response = await purchase.TryPlaceAsync(ct);
            return response.StatusCode;
        }));

        Assert.Equal(
            (100, 400),
            (
                codes.Count(code => code == HttpStatusCode.Created),
                codes.Count(code => code == HttpStatusCode.Conflict)));
        Assert.Equal((100, 100), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task Concurrent_orders_of_the_same_goods_do_not_deadlock()
    {
        RemoteShop.SkipWithout("the limits of development, where a customer orders hundreds of times a minute");
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 1000, kinds: 2);

        var codes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var ids = i % 2 == 0 ? purchase.Goods.Ids : purchase.Goods.Ids.Reverse();
            using var response = await purchase.Customer.Api.PostAsJsonAsync(
                "/api/orders",
                new
                {
                    shipping_address = Purchase.Address,
                    items = ids.Select(id => new { product_id = id, quantity = 1 })
                },
                ct);
            return response.StatusCode;
        }));

        Assert.All(codes, code => Assert.Equal(HttpStatusCode.Created, code));
        Assert.Equal((1000, 100), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task Insufficient_stock_is_a_409_that_names_the_rest_and_reserves_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 2, kinds: 2);
        using var response = await purchase.TryPlaceAsync(ct, quantity: 3);

        var problem = await response.ProblemAsync(HttpStatusCode.Conflict, ct);
        Assert.Contains("Лампа 1", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal((2, 0), await purchase.StockAsync(ct));
    }

    [Theory]
    [InlineData(
        """
        {"items": [{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1}],
         "shipping_address": ADDRESS}
        """,
        HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """{"items": [{"product_id": "nonsense", "quantity": 1}], "shipping_address": ADDRESS}""",
        HttpStatusCode.BadRequest)]
    [InlineData(
        """
        {"items": [{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 0}],
         "shipping_address": ADDRESS}
        """,
        HttpStatusCode.BadRequest)]
    [InlineData(
        """
        {"items": [{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": -1}],
         "shipping_address": ADDRESS}
        """,
        HttpStatusCode.BadRequest)]
    [InlineData(
        """
        {"items": [{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 99999999999}],
         "shipping_address": ADDRESS}
        """,
        HttpStatusCode.BadRequest)]
    [InlineData("""{"items": [], "shipping_address": ADDRESS}""", HttpStatusCode.Conflict)]
    [InlineData("""{"shipping_address": ADDRESS}""", HttpStatusCode.Conflict)]
    [InlineData("""{"items": "all", "shipping_address": ADDRESS}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"items": [{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1}]}""",
        HttpStatusCode.BadRequest)]
    [InlineData(
        """
        {"items": [{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1}],
         "shipping_address": {"city": "Тверь"}}
        """,
        HttpStatusCode.BadRequest)]
    public async Task An_invalid_order_is_refused_and_changes_nothing(string body, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var address = System.Text.Json.JsonSerializer.Serialize(Purchase.Address);
        using var response = await customer.Api.PostAsync(
            "/api/orders",
            new StringContent(body.Replace("ADDRESS", address, StringComparison.Ordinal), null, "application/json"),
            ct);

        await response.ProblemAsync(status, ct);
        Assert.Empty((await customer.Api.GetJsonAsync("/api/orders", ct)).AsArray());
    }

    [Fact]
    public async Task Another_customers_order_is_not_found()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var stranger = await Customers.RegisterAsync(shop, ct);
        var support = await Customers.SupportAsync(shop, ct);

        foreach (var path in (string[])[$"/api/orders/{order["id"]}", $"/order-api/orders/{order["id"]}"])
        {
            using var theirs = await stranger.Api.GetAsync(path, ct);
            await theirs.ProblemAsync(HttpStatusCode.NotFound, ct);
            using var nobodys = await shop.Api.GetAsync(path, ct);
            await nobodys.ProblemAsync(HttpStatusCode.Unauthorized, ct);
            using var supports = await support.Api.GetAsync(path, ct);
            Assert.Equal(HttpStatusCode.OK, supports.StatusCode);
        }
        using var cancel = await stranger.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct);
        await cancel.ProblemAsync(HttpStatusCode.NotFound, ct);
        Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["status"]!);
    }

    [Fact]
    public async Task The_store_dialect_returns_the_same_order_in_its_own_format()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        var list = await purchase.Customer.Api.GetJsonAsync($"/order-api/orders/user/{purchase.Customer.Id}", ct);
        var mine = list["orders"]!.AsArray().Single()!;
        Assert.Equal(
            ("PENDING", (decimal)order["total"]!, (string)order["id"]!),
            ((string)mine["status"]!, (decimal)mine["total_amount"]!, (string)mine["id"]!));
        var all = (await shop.Admin.GetJsonAsync("/order-api/orders?limit=100", ct)).AsArray();
        Assert.Contains((string)order["id"]!, all.Select(other => (string)other!["id"]!));
        using var forbidden = await purchase.Customer.Api.GetAsync("/order-api/orders", ct);
        await forbidden.ProblemAsync(HttpStatusCode.Forbidden, ct);
    }

    [Fact]
    public async Task An_expired_order_releases_its_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 4);
        await shop.Database.ExecuteAsync(
            $"update orders.orders set expires_at = now() where id = {(Guid)order["id"]!}",
            ct);

        var expired = await purchase.WaitUntilAsync(order, "cancelled", ct);

        Assert.False((bool)expired["inventory_reserved"]!);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        using var late = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/payments/process",
            new { order_id = (string)order["id"]! },
            ct);
        await late.ProblemAsync(HttpStatusCode.Conflict, ct);
    }
}
