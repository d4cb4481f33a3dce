using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Payments.YooKassa;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

public class YooKassaWebhookTests(ShopFixture shop)
{
    [Fact]
    public async Task A_notification_settles_the_payment_and_a_replay_changes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, providerId) = await CreatedAsync(ct);

        for (var replay = 0; replay < 3; replay++)
        {
            using var response = await NotifyAsync("payment.waiting_for_capture", providerId, ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var paid = await purchase.ReadAsync(order, ct);
        Assert.Equal("paid", (string)paid["payment_status"]!);
        Assert.Single(paid["history"]!.AsArray(), step => (string)step!["note"]! == "paid");
    }

    [Fact]
    public async Task What_a_notification_claims_is_not_believed()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, providerId) = await CreatedAsync(ct);
        // The provider says that the customer has not paid yet, whatever the notification says.
        await using var yooKassa = new StubAnswers(shop.WireMock);
        await yooKassa.AnswerAsync(
            new { method = "GET", urlPath = $"/v3/payments/{providerId}" }, new { status = 200, jsonBody = new { id = providerId, status = "pending" } }, ct);

        using var response = await NotifyAsync("payment.succeeded", providerId, ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData("""{"type":"notification","event":"refund.succeeded","object":{"id":"x","status":"succeeded"}}""", HttpStatusCode.OK)]
    [InlineData("""{"type":"notification","event":"payment.succeeded","object":{"id":"nobody-knows-it","status":"succeeded"}}""", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    public async Task What_is_not_about_a_payment_of_ours_changes_nothing(string body, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync("/api/payments/webhooks/yookassa", new StringContent(body, null, "application/json"), ct);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("185.71.76.5", true)]
    [InlineData("::ffff:185.71.76.5", true)]
    [InlineData("77.75.156.35", true)]
    [InlineData("2a02:5180:0:2655::1", true)]
    [InlineData("185.71.78.1", false)]
    [InlineData("127.0.0.1", false)]
    public void Only_the_providers_own_addresses_are_trusted(string address, bool isTrusted) =>
        Assert.Equal(isTrusted, new YooKassaWebhook(Microsoft.Extensions.Options.Options.Create(new YooKassaOptions())).IsTrusted(IPAddress.Parse(address)));

    async Task<(Purchase, JsonObject Order, string ProviderId)> CreatedAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var created = await purchase.Customer.Api.PostAsJsonAsync("/api/payments/create",
            new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, currency = "RUB", payment_method = "bank_card", return_url = "https://shop.example/back" }, ct);
        var payment = await created.AnswerAsync(HttpStatusCode.Created, ct);
        return (purchase, order, await purchase.ProviderIdAsync(payment, ct));
    }

    Task<HttpResponseMessage> NotifyAsync(string happened, string id, CancellationToken ct) =>
        shop.Api.PostAsJsonAsync("/api/payments/webhooks/yookassa", new Dictionary<string, object> { ["type"] = "notification", ["event"] = happened, ["object"] = new { id, status = "succeeded" } }, ct);
}
