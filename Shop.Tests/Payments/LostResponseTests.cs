using System.Net;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

/// <summary>A provider's response is lost or unreadable: the payment is asked about again and charged once.</summary>
public class LostResponseTests(ShopFixture shop)
{
    public static MatrixTheoryData<string, string> LostAnswers => new(
        ["yookassa", "stripe", "cloudpayments"],
        [
            """{"status":500,"body":"oops"}""",
            """{"fault":"CONNECTION_RESET_BY_PEER"}""",
            """{"status":200,"body":"<html>oops"}""",
            """{"status":200,"body":""}"""
        ]);

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_charge_whose_response_is_lost_is_retried_with_the_same_idempotency_key(
        string provider,
        string answer)
    {
        var ct = TestContext.Current.CancellationToken;
        var cast = PaymentProvider.Of(provider);
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(cast.ChargePattern(order), [JsonNode.Parse(answer)!], ct);

        var payment = await purchase.PayAsync(order, ct, provider: provider);
        // The provider named now does not matter: only the first one knows whether the money has moved.
        Assert.Equal(provider, (string)(await purchase.PayAsync(order, ct, provider: "yookassa"))["provider"]!);
        await shop.Database.ExecuteAsync(
            $"""
            update payments.payments set next_check_at = now()
            where id = {(Guid)payment["id"]!} and status = 'pending'
            """,
            ct);

        await purchase.WaitUntilAsync(order, "paid", ct, "payment_status");
        Assert.Equal(2, (await cast.ChargesAsync(shop.WireMock, order, ct)).Count);
        Assert.Equal([(string)payment["id"]!], await cast.KeysAsync(shop.WireMock, order, ct));
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task An_unreadable_response_is_retried_while_the_customer_waits(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var cast = PaymentProvider.Of(provider);
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(cast.ChargePattern(order), PaymentProvider.UnreadableResponse()[..1], ct);

        var payment = await purchase.PayAsync(order, ct, provider: provider);

        Assert.Equal("succeeded", (string)payment["status"]!);
        Assert.Equal([(string)payment["id"]!], await cast.KeysAsync(shop.WireMock, order, ct));
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_confirmation_completes_a_payment_whose_start_had_no_response(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var cast = PaymentProvider.Of(provider);
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(cast.ChargePattern(order), PaymentProvider.UnreadableResponse(), ct);

        var payment = await purchase.OpenPageAsync(order, ct, provider);
        Assert.Null((string?)payment["confirmation_url"]);
        using var confirmed = await purchase.TryConfirmAsync(payment, ct);

        Assert.Equal("succeeded", (string)(await confirmed.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
        Assert.Equal([(string)payment["id"]!], await cast.KeysAsync(shop.WireMock, order, ct));
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_charge_refused_after_a_lost_response_fails_and_another_card_may_follow(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var cast = PaymentProvider.Of(provider);
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(
            cast.ChargePattern(order),
            [.. PaymentProvider.UnreadableResponse(), cast.Repeating("tok_good")],
            ct);

        var payment = await purchase.PayAsync(order, ct, provider: provider);
        await shop.Database.ExecuteAsync(
            $"""
            update payments.payments set next_check_at = now()
            where id = {(Guid)payment["id"]!} and status = 'pending'
            """,
            ct);

        await purchase.WaitUntilAsync(order, "failed", ct, "payment_status");
        Assert.Equal("succeeded", (string)(await purchase.PayAsync(order, ct, provider: provider))["status"]!);
    }
}
