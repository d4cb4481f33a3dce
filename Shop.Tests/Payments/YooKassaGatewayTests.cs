using System.Text.Json.Nodes;
using Shop.Payments;
using Shop.Payments.YooKassa;

namespace Shop.Tests.Payments;

public class YooKassaGatewayTests
{
    const string Amount = """ "amount":{"value":"1130.50","currency":"RUB"} """;

    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_charged_and_captured_at_once()
    {
        await using var server = await StartAsync((200, $$"""{"id":"29f31de9","status":"succeeded",{{Amount}}}"""));
        var payment = ScriptedProvider.Payment();

        Assert.Equal(new(PaymentState.Succeeded, "29f31de9"), await server.Gateway.StartAsync(payment, "S-1", _ct));

        var sent = Assert.Single(server.Sent);
        Assert.Equal(
            ("POST /v3/payments", "Basic " + Convert.ToBase64String("100500:test_secret"u8), $"{payment.Id}"),
            (sent.Line, sent.Headers["Authorization"], sent.Headers["Idempotence-Key"]));
        Same(
            $$"""
            { {{Amount}},"capture":true,"description":"Заказ S-1","metadata":{"order_id":"{{payment.OrderId}}"},
              "payment_token":"tok_visa"}
            """,
            sent.Body);
    }

    [Fact]
    public async Task A_payment_on_the_page_is_authorized_first_and_captured_on_return()
    {
        await using var server = await StartAsync(
            (
                200,
                """
                {"id":"29f31de9","status":"pending",
                 "confirmation":{"type":"redirect","confirmation_url":"https://yoomoney.ru/pay"}}
                """),
            (200, """{"id":"29f31de9","status":"waiting_for_capture"}"""),
            (200, """{"id":"29f31de9","status":"succeeded"}"""));
        var payment = ScriptedProvider.Payment(returnUrl: "https://shop.example/back");

        var page = await server.Gateway.StartAsync(payment, "S-1", _ct);
        var paid = await server.Gateway.ConfirmAsync(payment with { ProviderId = page.ProviderId }, "ok", _ct);

        Assert.Equal(new(PaymentState.Pending, "29f31de9", "https://yoomoney.ru/pay"), page);
        Assert.Equal(PaymentState.Succeeded, paid.State);
        Assert.Equal(
            ["POST /v3/payments", "GET /v3/payments/29f31de9", "POST /v3/payments/29f31de9/capture"],
            server.Sent.Select(sent => sent.Line));
        Same(
            $$"""
            { {{Amount}},"capture":false,"description":"Заказ S-1","metadata":{"order_id":"{{payment.OrderId}}"},
              "payment_method_data":{"type":"bank_card"},
              "confirmation":{"type":"redirect","return_url":"https://shop.example/back"} }
            """, server.Sent[0].Body);
        Same($$"""{ {{Amount}} }""", server.Sent[2].Body);
    }

    [Theory]
    [InlineData(
        400,
        """
        {"type":"error","code":"invalid_request","description":"No such token: tok_visa","parameter":"payment_token"}
        """,
        true,
        "YooKassa answered 400: invalid_request payment_token.")]
    [InlineData(404, """{"type":"error","code":"not_found"}""", true, "YooKassa answered 404: not_found.")]
    [InlineData(
        400,
        """
        {"type":"error","code":"invalid_request","description":"Idempotence key duplicated",
         "parameter":"Idempotence-Key"}
        """,
        false,
        "YooKassa answered 400: invalid_request Idempotence-Key.")]
    public async Task Only_an_invalid_request_is_permanent_and_its_message_is_not_shown(
        int status,
        string error,
        bool isPermanent,
        string reason)
    {
        await using var server = await StartAsync((status, error));

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            server.Gateway.StartAsync(ScriptedProvider.Payment(), "S-1", _ct));

        Assert.Equal((isPermanent, reason), (refusal.Permanent, refusal.Message));
    }

    [Fact]
    public async Task A_pending_refund_is_polled()
    {
        await using var server = await StartAsync(
            (200, """{"id":"r1","status":"pending"}"""),
            (200, """{"id":"r1","status":"succeeded"}"""));
        var payment = ScriptedProvider.Payment(providerId: "29f31de9");
        var refund = ScriptedProvider.Refund(payment, 10);

        Assert.Equal(PaymentState.Pending, (await server.Gateway.RefundAsync(payment, refund, _ct)).State);
        Assert.Equal(
            PaymentState.Succeeded,
            (await server.Gateway.RefundAsync(payment, refund with { ProviderId = "r1" }, _ct)).State);

        Assert.Equal(["POST /v3/refunds", "GET /v3/refunds/r1"], server.Sent.Select(sent => sent.Line));
        Same(
            """{"payment_id":"29f31de9","amount":{"value":"10.00","currency":"RUB"},"description":"не подошло"}""",
            server.Sent[0].Body);
    }

    static void Same(string expected, string body) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(body)), body);

    static Task<ScriptedProvider> StartAsync(params (int, string)[] answers) =>
        ScriptedProvider.StartAsync(YooKassaGateway.Provider, answers);
}
