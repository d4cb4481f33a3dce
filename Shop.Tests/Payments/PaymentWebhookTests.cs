using System.Net;
using System.Text.Json.Nodes;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

/// <summary>What holds for all providers' notifications, however they prove where they come from.</summary>
public class PaymentWebhookTests(ShopFixture shop)
{
    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_notification_settles_the_payment_and_a_replay_changes_nothing(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);

        for (var replay = 0; replay < 3; replay++)
        {
            var (status, answer) = await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId), ct);
            Assert.Equal((HttpStatusCode.OK, provider == "cloudpayments" ? """{"code":0}""" : ""), (status, answer));
        }

        var paid = await purchase.ReadAsync(order, ct);
        Assert.Equal("paid", (string)paid["payment_status"]!);
        Assert.Single(paid["history"]!.AsArray(), step => (string)step!["note"]! == "paid");
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task What_a_notification_claims_is_not_believed(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);
        // The provider says that the customer has not paid yet, whatever the notification says.
        var (request, notYet) = PaymentProvider.Of(provider).NotPaidYet(payment, providerId);
        await using var answers = new StubAnswers(shop.WireMock);
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
        var genuine = PaymentProvider.Of(provider).Notification(payment, providerId);
        var tampered = PaymentProvider.Of(provider).Notification(payment, providerId);
        tampered.Content = new StringContent(await tampered.Content!.ReadAsStringAsync(ct) + " ", null, tampered.Content.Headers.ContentType!.MediaType!);
        genuine.Headers.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(genuine, ct)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(tampered, ct)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId, "another key"), ct)).Status);
        if (provider == "stripe")
            Assert.Equal(HttpStatusCode.Unauthorized, (await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId, age: TimeSpan.FromSeconds(310)), ct)).Status);

        Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task When_the_provider_cannot_be_asked_it_has_to_tell_us_again(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment, providerId) = await OpenPageAsync(provider, ct);
        var (request, _) = PaymentProvider.Of(provider).NotPaidYet(payment, providerId);
        await using (var answers = new StubAnswers(shop.WireMock))
        {
            await answers.AnswerAsync(request, new { status = 200, body = "<html>oops" }, ct);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId), ct)).Status);
            Assert.Equal("pending", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        }
        Assert.Equal(HttpStatusCode.OK, (await NotifyAsync(PaymentProvider.Of(provider).Notification(payment, providerId), ct)).Status);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Fact]
    public async Task An_event_of_a_payment_whose_start_nobody_answered_says_where_to_look()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubAnswers(shop.WireMock);
        await answers.AnswerAsync(PaymentProvider.Stripe.ChargesOf(order), new { status = 200, body = "<html>oops" }, ct);
        await answers.AnswerAsync(new { method = "GET", urlPath = "/v1/payment_intents/pi_1" }, new { status = 200, jsonBody = new { id = $"pi_{order["id"]}", status = "succeeded" } }, ct);
        var payment = await purchase.PayAsync(order, ct, provider: "stripe");
        Assert.Equal("pending", (string)payment["status"]!);

        Assert.Equal(HttpStatusCode.OK, (await NotifyAsync(PaymentProvider.Stripe.Notification(payment, "")!, ct)).Status);

        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    async Task<(Purchase, JsonObject Order, JsonObject Payment, string ProviderId)> OpenPageAsync(string provider, CancellationToken ct)
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
