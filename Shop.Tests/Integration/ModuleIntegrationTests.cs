using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Notifications;
using Shop.Tests.Orders;
using Shop.Tests.Payments;
using Shop.Tests.Shipping;

namespace Shop.Tests.Integration;

/// <summary>Modules work together. Tests of failures are in the folders of the modules.</summary>
public class ModuleIntegrationTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    [Integration("accounts", "catalog")]
    public async Task Only_staff_add_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var product = new { name = "Полка", price = 10, quantity = 1, sku = $"M-{Guid.CreateVersion7():N}" };
        using var nobody = await shop.Api.PostAsJsonAsync("/api/products", product, ct);
        var (customer, staff) = (await Customers.RegisterAsync(shop, ct), await Customers.StaffAsync(shop, ct));
        using var refused = await customer.Api.PostAsJsonAsync("/api/products", product, ct);
        using var added = await staff.Api.PostAsJsonAsync("/api/products", product, ct);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Created],
            [nobody.StatusCode, refused.StatusCode, added.StatusCode]);
    }

    [Fact]
    [Integration("accounts", "orders")]
    public async Task An_order_is_visible_to_its_customer_only()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var theirs = await stranger.Api.GetAsync($"/api/orders/{order["id"]}", ct);

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(
            [(string)order["id"]!],
            (await purchase.Customer.Api.GetJsonAsync("/api/orders", ct))
                .AsArray()
                .Select(mine => (string)mine!["id"]!));
        Assert.Empty((await stranger.Api.GetJsonAsync("/api/orders", ct)).AsArray());
    }

    [Fact]
    [Integration("catalog", "orders")]
    public async Task An_order_has_the_current_price()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 100);
        using var changed = await shop.Admin.PatchAsJsonAsync(
            $"/api/products/{purchase.Goods.Ids[0]}", new { price = 120.5m }, ct);
        await changed.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(241m, (decimal)(await purchase.PlaceAsync(ct, quantity: 2))["subtotal"]!);
    }

    [Fact]
    [Integration("carts", "orders")]
    public async Task A_cart_becomes_an_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        using var added = await purchase.Customer.Api.PostAsJsonAsync(
            $"/cart-api/cart/{purchase.Customer.Id}/add", new { product_id = purchase.Goods.Ids[0], quantity = 3 }, ct);
        added.EnsureSuccessStatusCode();
        using var placed = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/orders", new { shipping_address = Purchase.Address }, ct);

        var line = Assert.Single((await placed.AnswerAsync(HttpStatusCode.Created, ct))["items"]!.AsArray())!;
        Assert.Equal((purchase.Goods.Ids[0], 3), ((Guid)line["product_id"]!, (int)line["quantity"]!));
        Assert.Empty((await purchase.Customer.Api.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
    }

    [Fact]
    [Integration("orders", "inventory")]
    public async Task An_order_reserves_stock_until_it_is_cancelled()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 3);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        Assert.Equal((3, 2), await purchase.StockAsync(ct));
        using var tooMany = await purchase.TryPlaceAsync(ct, quantity: 2);
        Assert.Equal(HttpStatusCode.Conflict, tooMany.StatusCode);
        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct);

        await cancelled.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal((3, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    [Integration("orders", "payments")]
    public async Task A_cancelled_order_is_refunded_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct);
        cancelled.EnsureSuccessStatusCode();

        await purchase.WaitForRefundAsync(order, ct);
        var provider = PaymentProvider.Of((string)payment["provider"]!);
        var refunds = provider.RefundPattern(await purchase.ProviderIdAsync(payment, ct));
        Assert.Single(await shop.WireMock.RequestsAsync(refunds, ct));
    }

    [Fact]
    [Integration("payments", "orders")]
    public async Task A_payment_confirms_the_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);

        var paid = await purchase.ReadAsync(order, ct);
        Assert.Equal("paid", (string)paid["payment_status"]!);
        Assert.Contains("paid", paid["history"]!.AsArray().Select(step => (string?)step!["note"]));
    }

    [Fact]
    [Integration("orders", "shipping")]
    public async Task A_paid_order_without_a_named_carrier_is_shipped_by_the_cheapest()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: "standard");
        await purchase.PayAsync(order, ct);

        await purchase.WaitUntilAsync(order, "processing", ct);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);
        Assert.Single(await stubs.CreationsAsync(ct));
        Assert.Equal(CarrierHost.Cdek, await stubs.ShipmentAsync<string>(Sql.Of($"carrier"), ct));
    }

    [Fact]
    [Integration("orders", "notifications")]
    public async Task A_paid_order_is_mailed()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);

        await new Inbox(shop, purchase.Customer.Email).MailAsync($"Заказ {order["number"]} оплачен", ct);
    }

    [Fact]
    [Integration("orders", "analytics")]
    public async Task A_paid_order_is_counted()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        await purchase.PayAsync(order, ct);

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select coalesce(sum(quantity), 0)::bigint from analytics.events
                where type = 'sold' and product_id = {purchase.Goods.Ids[0]}
                """, ct),
            sold => sold == 2,
            WaitLimit,
            "two sold");
    }

    [Fact]
    [Integration("tasks", "notifications")]
    public async Task A_task_mails_an_order_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var asked = await shop.Admin.PostAsJsonAsync(
            "/api/notifications/send",
            new { order_id = (string)order["id"]!, notification_type = "order_shipped" },
            ct);
        await asked.AnswerAsync(HttpStatusCode.Accepted, ct);

        await new Inbox(shop, purchase.Customer.Email).MailAsync($"Заказ {order["number"]} отправлен", ct);
    }
}
