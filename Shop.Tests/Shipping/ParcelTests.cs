using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

/// <summary>The parcel of a paid order, from its creation at the carrier to its delivery or cancellation.</summary>
public class ParcelTests(ShopFixture shop)
{
    [Theory]
    [InlineData(CarrierHost.Cdek, "Создан", "Сдан перевозчику в городе отправителе", "Вручён")]
    [InlineData(CarrierHost.Boxberry, "Загружен реестр ИМ", "Отправлено в город назначения", "Выдано")]
    [InlineData(CarrierHost.Post, "Прием: Единичный", "Вручение: Вручение адресату")]
    public async Task A_parcel_is_tracked_until_delivery(string carrier, params string[] steps)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 3, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await stubs.CreateDeliveredAsync(ct);

        await purchase.PayAsync(order, ct);
        var delivered = await purchase.WaitUntilAsync(order, "delivered", ct);

        Assert.Single(await stubs.CreationsAsync(ct));
        Assert.Equal(
            ["shipped", "delivered"],
            delivered["history"]!.AsArray().Select(step => (string)step!["note"]!).TakeLast(2));
        Assert.Equal((7, 0), await purchase.StockAsync(ct));
        var shipment = await stubs.ShipmentAsync<Guid>(Sql.Of($"id"), ct);
        var tracking = await purchase.Customer.Api.GetJsonAsync($"/api/shipping/tracking/{shipment}", ct);
        Assert.Equal((carrier, "delivered"), ((string)tracking["carrier"]!, (string)tracking["status"]!));
        Assert.Equal(steps, tracking["events"]!.AsArray().Select(step => (string)step!["status"]!));
        Assert.True(
            JsonNode.DeepEquals(
                tracking,
                await purchase.Customer.Api.GetJsonAsync($"/api/shipping/tracking/{tracking["tracking_number"]}", ct)));
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var theirs = await stranger.Api.GetAsync($"/api/shipping/tracking/{shipment}", ct);
        await theirs.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    [Theory]
    [InlineData(CarrierHost.Cdek)]
    [InlineData(CarrierHost.Boxberry)]
    [InlineData(CarrierHost.Post)]
    public async Task A_parcel_whose_response_was_lost_is_found_and_not_created_twice(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await stubs.LoseFirstResponseAsync(ct);

        await purchase.PayAsync(order, ct);
        var sent = await purchase.WaitUntilAsync(order, "processing", ct);

        Assert.Single(await stubs.CreationsAsync(ct));
        Assert.Equal(
            (2, true),
            (
                await stubs.ShipmentAsync<int>(Sql.Of($"attempts"), ct),
                await stubs.ShipmentAsync<bool>(Sql.Of($"tracking_number is not null"), ct)));
        Assert.Single(
            sent["history"]!.AsArray(),
            step => ((string)step!["note"]!).StartsWith("shipment ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "+74950000000")]
    [InlineData("8 (925) 507-06-02", "+79255070602")]
    [InlineData("112", "+74950000000")]
    public async Task Without_a_valid_phone_number_the_carrier_gets_the_shops(string? phone, string called)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        if (phone is not null)
        {
            using var changed = await purchase.Customer.Api.PutAsJsonAsync("/api/users/profile", new { phone }, ct);
            changed.EnsureSuccessStatusCode();
        }
        var order = await purchase.PlaceAsync(ct, service: "cdek");
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);

        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        var body = JsonNode.Parse((string)Assert.Single(await stubs.CreationsAsync(ct))["body"]!)!;
        Assert.Equal(called, (string)body["recipient"]!["phones"]![0]!["number"]!);
    }

    [Theory]
    [InlineData(CarrierHost.Cdek, false)]
    [InlineData(CarrierHost.Boxberry, false)]
    [InlineData(CarrierHost.Post, false)]
    [InlineData(CarrierHost.Cdek, true)]
    public async Task The_parcel_of_a_cancelled_or_refunded_order_is_cancelled_at_its_carrier(
        string carrier,
        bool paidBack)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        using var given = paidBack
            ? await purchase.Customer.Api.PostAsJsonAsync(
                "/api/payments/refund",
                new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, reason = "?" },
                ct)
            : await purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct);
        given.EnsureSuccessStatusCode();

        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "cancelled",
            TimeSpan.FromSeconds(60),
            "the parcel is taken back");
        Assert.Single(await stubs.CancellationsAsync(ct));
    }

    [Fact]
    public async Task Cancelling_and_then_refunding_an_order_cancels_its_parcel_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        await stubs.AnswerCancellationsAsync(
            new { status = 200, jsonBody = new { text = "ok" }, fixedDelayMilliseconds = 2000 },
            ct);

        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel",
            new { },
            ct);
        cancelled.EnsureSuccessStatusCode();
        await purchase.WaitForRefundAsync(order, ct);

        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "cancelled",
            TimeSpan.FromSeconds(60),
            "the parcel is taken back");
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from messaging.inbox i join orders.history h using (message_id)
                where h.order_id = {(Guid)order["id"]!} and i.consumer = 'shipping.recall_cancelled'
                """,
                ct),
            count => count == 1,
            TimeSpan.FromSeconds(60),
            "the cancellation has done its work");
        Assert.Single(await stubs.CancellationsAsync(ct));
    }
}
