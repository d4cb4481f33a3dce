using System.Net;
using System.Text.Json.Nodes;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

/// <summary>What holds for all providers' notifications, however they are authenticated.</summary>
[Trait("suite", "contract")]
public class PaymentWebhookTests(ShopFixture shop)
{
    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_notification_settles_the_payment_and_a_replay_changes_nothing(string provider)
    {
        RemoteShop.SkipWithout("the providers' secrets");
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);

        for (var replay = 0; replay < 3; replay++)
        {
            var (status, answer) = await NotifyAsync(
                PaymentProvider.Of(provider).Notification(payment, providerId),
                ct);
            Assert.Equal((HttpStatusCode.OK, provider == "cloudpayments" ? """{"code":0}""" : ""), (status, answer));
        }

        var paid = await purchase.ReadAsync(order, ct);
        Assert.Equal("paid", (string)paid["payment_status"]!);
        Assert.Single(paid["history"]!.AsArray(), step => (string)step!["note"]! == "paid");
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task The_status_in_a_notification_is_not_trusted(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);
        // The provider says that the customer has not paid yet, whatever the notification says.
        var (request, notYet) = PaymentProvider.Of(provider).UnpaidStub(payment, providerId);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(request, notYet, ct);

        var (status, _) = await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId), ct);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("cloudpayments")]
    public async Task A_forged_notification_is_a_401_and_changes_nothing(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);
        var unsigned = PaymentProvider.Of(provider).Notification(payment, providerId);
        var tampered = PaymentProvider.Of(provider).Notification(payment, providerId);
        tampered.Content = new StringContent(
            await tampered.Content!.ReadAsStringAsync(ct) + " ",
            null,
            tampered.Content.Headers.ContentType!.MediaType!);
        unsigned.Headers.Clear();
        var otherKey = PaymentProvider.Of(provider).Notification(payment, providerId, "another key");
        var age = TimeSpan.FromSeconds(310);
        using var expired = PaymentProvider.Of(provider).Notification(payment, providerId, age: age);

        Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(unsigned, ct)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(tampered, ct)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(otherKey, ct)).Status);
        if (provider == "stripe")
            Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(expired, ct)).Status);

        Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task When_the_provider_is_unavailable_the_notification_must_be_resent(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);
        var (request, _) = PaymentProvider.Of(provider).UnpaidStub(payment, providerId);
        await using (var answers = new StubOverrides(shop.WireMock))
        {
            await answers.AnswerAsync(request, new { status = 200, body = "<html>oops" }, ct);

            Assert.Equal(
                HttpStatusCode.ServiceUnavailable,
                (await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId), ct)).Status);
            Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        }
        Assert.Equal(
            HttpStatusCode.OK,
            (await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId), ct)).Status);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Fact]
    public async Task A_notification_settles_a_payment_whose_first_response_was_lost()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            PaymentProvider.Stripe.ChargePattern(order),
            new { status = 200, body = "<html>oops" },
            ct);
        await answers.AnswerAsync(
            new { method = "GET", urlPath = "/v1/payment_intents/pi_1" },
            new { status = 200, jsonBody = new { id = $"pi_{order["id"]}", status = "succeeded" } },
            ct);
        var payment = await purchase.PayAsync(order, ct, provider: "stripe");
        Assert.Equal("pending", (string)payment["status"]!);

        Assert.Equal(
            HttpStatusCode.OK,
            (await NotifyAsync(PaymentProvider.Stripe.Notification(payment, "")!, ct)).Status);

        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    async Task<(Purchase, JsonObject Order, JsonObject Payment, string ProviderId)> OpenPageAsync(
        string provider,
        CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.OpenPageAsync(order, ct, provider);
        return (purchase, order, payment, await purchase.ProviderIdAsync(payment, ct));
    }

    async Task<(HttpStatusCode Status, string Body)> NotifyAsync(HttpRequestMessage notification, CancellationToken ct)
    {
        using (notification)
        {
            using var response = await shop.Api.SendAsync(notification, ct);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
        }
    }
}
