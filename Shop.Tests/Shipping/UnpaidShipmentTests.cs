using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Orders;
using Shop.Shipping;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Resilience;

namespace Shop.Tests.Shipping;

/// <summary>Staff ship an order that is paid later, or in another way.</summary>
public class UnpaidShipmentTests(ShopFixture shop)
{
    [Fact]
    public async Task An_unpaid_order_that_staff_ship_does_not_expire_and_is_paid_later()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        using var shipped = await TryShipAsync(order, ct);
        await shipped.AnswerAsync(HttpStatusCode.Created, ct);
        await ExpireAsync(order, ct);

        var now = await purchase.ReadAsync(order, ct);
        Assert.Equal(
            ("processing", "unpaid", true, (string?)null),
            (
                (string)now["status"]!,
                (string)now["payment_status"]!,
                (bool)now["inventory_reserved"]!,
                (string?)now["expires_at"]));
        Assert.Equal((10, 1), await purchase.StockAsync(ct));

        await purchase.PayAsync(order, ct);
        now = await purchase.ReadAsync(order, ct);
        Assert.Equal(("processing", "paid"), ((string)now["status"]!, (string)now["payment_status"]!));
    }

    [Fact]
    public async Task An_order_that_expires_first_is_not_shipped()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        await ExpireAsync(order, ct);
        using var shipped = await TryShipAsync(order, ct);

        await shipped.ProblemAsync(HttpStatusCode.Conflict, ct);
        Assert.Equal("cancelled", (string)(await purchase.ReadAsync(order, ct))["status"]!);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task An_order_that_expires_while_it_is_shipped_gets_its_parcel_recalled()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var boxberry = await FlakyServer.StartAsync(async (_, http) =>
        {
            if (http.Request.Method == HttpMethods.Post)
                await ExpireAsync(order, ct);
            await http.Response.WriteAsJsonAsync(new { track = "BBR1", text = "ok" }, ct);
        });
        using var host = new CarrierHost(boxberry.Url);
        var shipments = new ShipmentStore(
            shop.Database, host.Carriers, null!, Options.Create(new ShippingOptions()));
        var read = (await new OrderStore(shop.Database).FindAsync((Guid)order["id"]!, ct))!;
        Recipient recipient = new("Анна Ким", "+79001234567", "170000, Тверь, Лесная, 5");

        try
        {
            Assert.Null(await shipments.CreateAsync(read, CarrierHost.Boxberry, recipient, ct));
        }
        catch (ShopException e) when (!e.Permanent)
        {
            // The worker recalls it at the same moment.
        }

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"select status from shipping.shipments where order_id = {read.Id}",
                ct),
            status => status == "cancelled",
            TimeSpan.FromSeconds(60),
            "the parcel is recalled");
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task A_new_parcel_is_first_tracked_after_an_interval()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var boxberry = await FlakyServer.StartAsync(
            (_, http) => http.Response.WriteAsJsonAsync(
                new { track = $"BBR{Guid.CreateVersion7():N}", text = "ok" }, ct));
        using var host = new CarrierHost(boxberry.Url);
        ShippingOptions settings = new() { TrackingInterval = TimeSpan.FromHours(3) };
        var shipments = new ShipmentStore(shop.Database, host.Carriers, null!, Options.Create(settings));
        var read = (await new OrderStore(shop.Database).FindAsync((Guid)order["id"]!, ct))!;
        Recipient recipient = new("Анна Ким", "+79001234567", "170000, Тверь, Лесная, 5");

        var created = await shipments.CreateAsync(read, CarrierHost.Boxberry, recipient, ct);

        Assert.NotNull(created?.TrackingNumber);
        Assert.True(await shop.Database.ScalarAsync<bool>(
            $"""
            select next_check_at - now() between interval '2 hours' and interval '3 hours'
            from shipping.shipments where id = {created.Id}
            """, ct));
    }

    async Task<HttpResponseMessage> TryShipAsync(JsonObject order, CancellationToken ct, string service = "cdek") =>
        await (await Customers.StaffAsync(shop, ct)).Api.PostAsJsonAsync(
            "/api/shipping/create",
            new
            {
                order_id = (string)order["id"]!,
                service,
                recipient = new { name = "Анна Ким", phone = "+79001234567", address = "170000, Тверь, Лесная, 5" }
            },
            ct);

    /// <summary>Makes the order due, unless its expiry is cleared, and expires what is due.</summary>
    async Task ExpireAsync(JsonObject order, CancellationToken ct)
    {
        await shop.Database.ExecuteAsync(
            $"""
            update orders.orders set expires_at = now() - interval '1 minute'
            where id = {(Guid)order["id"]!} and expires_at is not null
            """,
            ct);
        await new OrderStore(shop.Database).ExpireAsync(1000, ct);
    }
}
