using System.Net;
using Shop.Payments.YooKassa;

namespace Shop.Tests.Payments;

public class YooKassaWebhookTests(ShopFixture shop)
{
    [Theory]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData(
        """{"type":"notification","event":"refund.succeeded","object":{"id":"x","status":"succeeded"}}""",
        HttpStatusCode.OK)]
    [InlineData(
        """
        {"type":"notification","event":"payment.succeeded","object":{"id":"nobody-knows-it","status":"succeeded"}}
        """,
        HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    public async Task A_notification_about_an_unknown_payment_changes_nothing(string body, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync(
            "/api/payments/webhooks/yookassa",
            new StringContent(body, null, "application/json"),
            ct);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("185.71.76.5", true)]
    [InlineData("::ffff:185.71.76.5", true)]
    [InlineData("77.75.156.35", true)]
    [InlineData("2a02:5180:0:2655::1", true)]
    [InlineData("185.71.78.1", false)]
    [InlineData("127.0.0.1", false)]
    public void Only_the_providers_IP_addresses_are_trusted(string address, bool isTrusted) =>
        Assert.Equal(
            isTrusted,
            new YooKassaWebhook(Microsoft.Extensions.Options.Options.Create(new YooKassaOptions())).IsTrusted(
                IPAddress.Parse(address)));
}
