using Shop.Payments;
using Shop.Payments.Stripe;

namespace Shop.Tests.Payments;

public class StripeGatewayTests
{
    internal const string Succeeded =
        """
        {"id":"pi_1","object":"payment_intent","status":"succeeded","amount":113050,"currency":"rub","metadata":{},
         "next_action":null}
        """;

    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_charged_by_a_form_with_the_amount_in_kopecks()
    {
        await using var server = await StartAsync((200, Succeeded));
        var payment = ScriptedProvider.Payment("pm_card_visa");

        var outcome = await server.Gateway.StartAsync(payment, "S-1", _ct);

        Assert.Equal(new(PaymentState.Succeeded, "pi_1"), outcome);
        var sent = Assert.Single(server.Sent);
        Assert.Equal(
            (
                "POST /v1/payment_intents",
                "Bearer sk_test_secret",
                "2024-06-20",
                $"{payment.Id}",
                "application/x-www-form-urlencoded"),
            (
                sent.Line,
                sent.Headers["Authorization"],
                sent.Headers["Stripe-Version"],
                sent.Headers["Idempotency-Key"],
                sent.Headers["Content-Type"]));
        Assert.Equal(
            "amount=113050&currency=rub&confirm=true&description=Order+S-1"
                + $"&metadata%5Border_id%5D={payment.OrderId}&metadata%5Bpayment_id%5D={payment.Id}"
                + "&return_url=https%3A%2F%2Fshop.example%2Forders&automatic_payment_methods%5Benabled%5D=true"
                + "&payment_method=pm_card_visa",
            sent.Body);
    }

    [Fact]
    public async Task A_card_token_is_sent_as_a_card()
    {
        await using var server = await StartAsync((200, Succeeded));

        await server.Gateway.StartAsync(ScriptedProvider.Payment("tok_visa"), "S-1", _ct);

        var form = Assert.Single(server.Sent).Form;
        Assert.Equal(
            ("card", "tok_visa", false),
            (
                form["payment_method_data[type]"],
                form["payment_method_data[card][token]"],
                form.ContainsKey("payment_method")));
    }

    [Fact]
    public async Task Without_a_token_the_customer_pays_on_Stripes_page_and_we_capture()
    {
        await using var server = await StartAsync(
            (
                200,
                """
                {"id":"cs_1","object":"checkout.session","status":"open","payment_intent":null,
                 "url":"https://checkout.stripe.com/c/pay/cs_1"}
                """),
            (
                200,
                """
                {"id":"cs_1","status":"complete","payment_intent":{"id":"pi_1","status":"requires_capture"},
                 "url":null}
                """),
            (200, Succeeded));
        var payment = ScriptedProvider.Payment(returnUrl: "https://shop.example/back?order=1");

        var page = await server.Gateway.StartAsync(payment, "S-1", _ct);
        var paid = await server.Gateway.ConfirmAsync(payment with { ProviderId = page.ProviderId }, "ok", _ct);

        Assert.Equal(new(PaymentState.Pending, "cs_1", "https://checkout.stripe.com/c/pay/cs_1"), page);
        Assert.Equal(new(PaymentState.Succeeded, "pi_1"), paid);
        Assert.Equal(
            [
                "POST /v1/checkout/sessions", "GET /v1/checkout/sessions/cs_1?expand[]=payment_intent",
                "POST /v1/payment_intents/pi_1/capture"
            ],
            server.Sent.Select(sent => sent.Line));
        var form = server.Sent[0].Form;
        Assert.Equal(
            (
                "payment",
                "113050",
                "rub",
                "manual",
                payment.ReturnUrl,
                $"{payment.Id}",
                $"{(payment.CreatedAt + TimeSpan.FromHours(1)).ToUnixTimeSeconds()}"),
            (
                form["mode"],
                form["line_items[0][price_data][unit_amount]"],
                form["line_items[0][price_data][currency]"],
                form["payment_intent_data[capture_method]"],
                form["success_url"],
                form["payment_intent_data[metadata][payment_id]"],
                form["expires_at"]));
        Assert.Equal("amount_to_capture=113050", server.Sent[2].Body);
        Assert.NotEqual(server.Sent[0].Headers["Idempotency-Key"], server.Sent[2].Headers["Idempotency-Key"]);
    }

    [Theory]
    [InlineData(
        """
        {"id":"cs_1","status":"open","payment_intent":{"id":"pi_1","status":"requires_payment_method",
         "last_payment_error":{"message":"Your card was declined."}},"url":"https://x"}
        """,
        PaymentState.Pending)]
    [InlineData(
        """{"id":"cs_1","status":"complete","payment_intent":{"id":"pi_1","status":"processing"}}""",
        PaymentState.Pending)]
    [InlineData(
        """
        {"id":"cs_1","status":"complete",
         "payment_intent":{"id":"pi_1","status":"canceled","cancellation_reason":"abandoned"}}
        """,
        PaymentState.Failed)]
    [InlineData("""{"id":"cs_1","status":"expired","payment_intent":null}""", PaymentState.Failed)]
    public async Task A_refused_card_on_the_page_leaves_the_payment_pending(string answer, PaymentState state)
    {
        await using var server = await StartAsync((200, answer));

        var payment = ScriptedProvider.Payment(returnUrl: "https://shop.example/back", providerId: "cs_1");
        Assert.Equal(state, (await server.Gateway.FindAsync(payment, _ct)).State);
    }

    [Fact]
    public async Task A_3DS_payment_redirects_to_the_bank()
    {
        await using var server = await StartAsync(
            (
                200,
                """
                {"id":"pi_1","status":"requires_action",
                 "next_action":{"type":"redirect_to_url","redirect_to_url":{
                  "url":"https://hooks.stripe.com/3ds","return_url":"https://shop.example/orders"}}}
                """));

        Assert.Equal(
            new(PaymentState.Pending, "pi_1", "https://hooks.stripe.com/3ds"),
            await server.Gateway.StartAsync(ScriptedProvider.Payment("pm_card_threeDSecure2Required"), "S-1", _ct));
    }

    [Fact]
    public async Task A_pending_refund_is_polled_instead_of_requested_again()
    {
        await using var server = await StartAsync(
            (200, """{"id":"re_1","status":"pending","payment_intent":"pi_1"}"""),
            (200, """{"id":"re_1","status":"failed","failure_reason":"lost_or_stolen_card"}"""));
        var payment = ScriptedProvider.Payment(providerId: "pi_1");
        var refund = ScriptedProvider.Refund(payment, 10.05m);

        Assert.Equal(new(PaymentState.Pending, "re_1"), await server.Gateway.RefundAsync(payment, refund, _ct));
        Assert.Equal(
            new(PaymentState.Failed, "re_1", Reason: "lost_or_stolen_card"),
            await server.Gateway.RefundAsync(payment, refund with { ProviderId = "re_1" }, _ct));

        Assert.Equal(["POST /v1/refunds", "GET /v1/refunds/re_1"], server.Sent.Select(sent => sent.Line));
        Assert.Equal(
            $"payment_intent=pi_1&amount=1005&reason=requested_by_customer&metadata%5Brefund_id%5D={refund.Id}",
            server.Sent[0].Body);
    }

    [Theory]
    [InlineData("10.50", "USD", "1050")]
    [InlineData("500", "JPY", "500")]
    [InlineData("500", "krw", "500")]
    [InlineData("1.25", "KWD", "1250")]
    [InlineData("500", "UGX", "50000")]
    [InlineData("500", "ISK", "50000")]
    public async Task Amounts_are_in_the_currencys_minor_unit(string amount, string currency, string minor)
    {
        await using var server = await StartAsync((200, Succeeded));

        await server.Gateway.StartAsync(
            ScriptedProvider.Payment(
                amount: decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
                currency: currency),
            "S-1",
            _ct);

        Assert.Equal(minor, Assert.Single(server.Sent).Form["amount"]);
    }

    internal static Task<ScriptedProvider> StartAsync(params (int, string)[] answers) =>
        ScriptedProvider.StartAsync(StripeGateway.Provider, answers);
}
