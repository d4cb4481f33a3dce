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
        var (purchase, order, uuid) = await SentAsync(TimeSpan.FromMinutes(2), ct);

        for (var replay = 0; replay < 3; replay++)
            await NotifyAsync(uuid, "DELIVERED", ct);
        var delivered = await purchase.WaitUntilAsync(order, "delivered", ct);
        await NotifyAsync(uuid, "DELIVERED", ct);

        Assert.Single(delivered["history"]!.AsArray(), step => (string)step!["note"]! == "delivered");
        Assert.False(await shop.Database.ScalarAsync<bool>(
            $"select next_check_at < now() from shipping.shipments where order_id = {(Guid)order["id"]!}",
            ct));
    }

    [Fact]
    public async Task The_status_in_a_notification_is_not_trusted()
    {
        var ct = TestContext.Current.CancellationToken;
        // CDEK itself says that the parcel is on its way.
        var (purchase, order, uuid) = await SentAsync(TimeSpan.FromSeconds(40), ct);

        await NotifyAsync(uuid, "DELIVERED", ct);
        var shipped = await purchase.WaitUntilAsync(order, "shipped", ct);

        Assert.DoesNotContain(shipped["history"]!.AsArray(), step => (string?)step!["note"] == "delivered");
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

    /// <summary>A parcel that CDEK accepted so long ago, and that is polled in an hour.</summary>
    async Task<(Purchase, JsonObject Order, string Uuid)> SentAsync(TimeSpan ago, CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: "cdek");
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        var uuid = CarrierStubs.CdekId((TimeProvider.System.GetUtcNow() - ago).ToUnixTimeMilliseconds());
        await shop.Database.ExecuteAsync(
            $"""
            update shipping.shipments set next_check_at = now() + interval '1 hour', provider_id = {uuid}
            where order_id = {(Guid)order["id"]!}
            """,
            ct);
        return (purchase, order, uuid);
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
