using Shop.Payments;
using static Shop.Tests.Payments.StripeGatewayTests;

namespace Shop.Tests.Payments;

public class StripeFailureTests
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        """
        {"type":"card_error","code":"card_declined","decline_code":"insufficient_funds",
         "message":"Your card has insufficient funds.",
         "payment_intent":{"id":"pi_1","status":"requires_payment_method"}}
        """,
        "pi_1",
        "Your card has insufficient funds.")]
    [InlineData(
        """{"type":"card_error","code":"expired_card","message":"Your card has expired.","param":"exp_month"}""",
        null,
        "Your card has expired.")]
    [InlineData("""{"type":"card_error","code":"card_declined","decline_code":"do_not_honor"}""", null, "do_not_honor")]
    public async Task A_decline_has_Stripes_message_for_the_customer(string error, string? intent, string reason)
    {
        await using var server = await StartAsync((402, $$"""{"error":{{error}}}"""));

        Assert.Equal(
            new(PaymentState.Failed, intent, Reason: reason),
            await server.Gateway.StartAsync(ScriptedProvider.Payment(), "S-1", _ct));
    }

    [Fact]
    public async Task An_invalid_request_fails_permanently_and_its_message_is_not_shown()
    {
        await using var server = await StartAsync(
            (
                400,
                """
                {"error":{"type":"invalid_request_error","code":"resource_missing",
                 "message":"No such PaymentMethod: 'tok_visa'","param":"payment_method"}}
                """));

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            server.Gateway.StartAsync(ScriptedProvider.Payment(), "S-1", _ct));

        Assert.Equal(
            (true, "Stripe answered 400: invalid_request_error resource_missing payment_method."),
            (refusal.Permanent, refusal.Message));
    }

    [Theory]
    [InlineData(500, """replayed {"error":{"type":"api_error"}}""")]
    [InlineData(
        400,
        """
        {"error":{"type":"idempotency_error",
         "message":"Keys for idempotent requests can only be used with the same parameters."}}
        """)]
    public async Task A_failure_replayed_by_key_is_resolved_by_searching_for_the_payment(int status, string body)
    {
        await using var server = await StartAsync(
            (status, body),
            (status, body),
            (200, """{"object":"search_result","data":[]}"""),
            (status, body),
            (200, $$"""{"data":[{{Succeeded}}]}"""));
        var payment = ScriptedProvider.Payment();

        var first = await Assert.ThrowsAsync<ShopException>(() => server.Gateway.StartAsync(payment, "S-1", _ct));
        var second = await Assert.ThrowsAsync<ShopException>(() => server.Gateway.RetryStartAsync(payment, "S-1", _ct));
        Assert.Equal((false, false), (first.Permanent, second.Permanent));
        Assert.Equal(new(PaymentState.Succeeded, "pi_1"), await server.Gateway.RetryStartAsync(payment, "S-1", _ct));

        Assert.Equal(
            $"GET /v1/payment_intents/search?query=metadata%5B%27payment_id%27%5D%3A%27{payment.Id}%27",
            server.Sent[^1].Line);
        Assert.Single(
            server.Sent.Where(sent => sent.Line.StartsWith("POST", StringComparison.Ordinal))
                .Select(sent => sent.Headers["Idempotency-Key"])
                .Distinct());
    }

    [Fact]
    public async Task A_fraction_of_a_yen_is_refused_without_a_request()
    {
        await using var server = await StartAsync((200, Succeeded));

        var payment = ScriptedProvider.Payment(amount: 10.50m, currency: "JPY");
        var refusal = await Assert.ThrowsAsync<ShopException>(() => server.Gateway.StartAsync(payment, "S-1", _ct));
        Assert.True(refusal.Permanent);
        Assert.Empty(server.Sent);
    }
}
