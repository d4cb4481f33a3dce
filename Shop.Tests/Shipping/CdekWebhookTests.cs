using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

/// <summary>
/// CDEK does not sign notifications. A notification makes us query CDEK, and only the response counts.
/// </summary>
public class CdekWebhookTests(ShopFixture shop)
{
    [Fact]
    public async Task A_notification_polls_early_and_a_replay_changes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, stubs) = await SentAsync(ct);
        await using var _ = stubs;
        await stubs.MakeDueAsync(ct, nextCheck: "1 hour");
        var uuid = (await stubs.ShipmentAsync<string>(Sql.Of($"provider_id"), ct))!;

        for (var replay = 0; replay < 3; replay++)
            await NotifyAsync(uuid, "DELIVERED", ct);
        var delivered = await purchase.WaitUntilAsync(order, "delivered", ct);
        await NotifyAsync(uuid, "DELIVERED", ct);

        Assert.Single(delivered["history"]!.AsArray(), step => (string)step!["note"]! == "delivered");
        Assert.False(await stubs.ShipmentAsync<bool>(Sql.Of($"next_check_at < now()"), ct));
    }

    [Fact]
    public async Task The_status_in_a_notification_is_not_trusted()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, stubs) = await SentAsync(ct);
        await using var _ = stubs;
        await shop.Database.ExecuteAsync(
            $"""
            update shipping.shipments set next_check_at = now() + interval '1 hour'
            where order_id = {(Guid)order["id"]!}
            """,
            ct);
        var uuid = (await stubs.ShipmentAsync<string>(Sql.Of($"provider_id"), ct))!;

        await NotifyAsync(uuid, "DELIVERED", ct);
        // CDEK's response has been processed once its events are stored.
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from shipping.events e join shipping.shipments s on s.id = e.shipment_id
                where s.order_id = {(Guid)order["id"]!}
                """,
                ct),
            count => count > 0,
            TimeSpan.FromSeconds(30),
            "CDEK asked");

        Assert.Equal("processing", (string)(await purchase.ReadAsync(order, ct))["status"]!);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData("""{"type":"PRINT_FORM","uuid":"72753031-0a3e-4a7d-9c1c-8f0b1f2f7a01"}""", HttpStatusCode.OK)]
    [InlineData(
        """{"type":"ORDER_STATUS","uuid":"nobody-knows-it","attributes":{"code":"DELIVERED"}}""", HttpStatusCode.OK)]
    [InlineData("""{"type":"ORDER_STATUS","uuid":null}""", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task A_notification_about_an_unknown_parcel_changes_nothing(string body, HttpStatusCode status)
    {
        using var response = await shop.Api.PostAsync(
            "/api/shipping/webhooks/cdek",
            new StringContent(body, null, "application/json"),
            TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    async Task<(Purchase, JsonObject Order, CarrierStubs)> SentAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: "cdek");
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        return (purchase, order, new(shop, CarrierHost.Cdek, order));
    }

    async Task NotifyAsync(string uuid, string code, CancellationToken ct)
    {
        using var response = await shop.Api.PostAsJsonAsync(
            "/api/shipping/webhooks/cdek",
            new
            {
                type = "ORDER_STATUS",
                date_time = "2026-08-01T10:00:00+0000",
                uuid,
                attributes = new { is_return = false, number = "S-1", code }
            },
            ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
