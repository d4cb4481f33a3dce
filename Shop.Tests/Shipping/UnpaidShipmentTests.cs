using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Orders;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

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
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        var track = $"BBR{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}000";
        await stubs.AnswerCreationsAsync(
            [new { status = 200, jsonBody = new { track }, fixedDelayMilliseconds = 3000 }], ct);

        var shipping = TryShipAsync(order, ct, CarrierHost.Boxberry);
        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "creating",
            TimeSpan.FromSeconds(30),
            "the carrier is asked");
        await ExpireAsync(order, ct);

        using var refused = await shipping;
        await refused.ProblemAsync(HttpStatusCode.Conflict, ct);
        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "cancelled",
            TimeSpan.FromSeconds(60),
            "the parcel is recalled");
        Assert.Single(await stubs.CancellationsAsync(ct));
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
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
