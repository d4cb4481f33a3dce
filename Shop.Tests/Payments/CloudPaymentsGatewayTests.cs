using System.Text.Json.Nodes;
using Shop.Payments;
using Shop.Payments.CloudPayments;

namespace Shop.Tests.Payments;

public class CloudPaymentsGatewayTests
{
    const string Done = """{"Success":true,"Message":null}""";
    const string NotFound = """{"Success":false,"Message":"Not found"}""";

    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cryptogram_is_charged_with_the_customers_IP_address()
    {
        await using var server = await StartAsync((200, Model("Completed")));
        var payment = ScriptedProvider.Payment("cryptogram");

        Assert.Equal(new(PaymentState.Succeeded, "504"), await server.Gateway.StartAsync(payment, "S-1", _ct));

        var sent = Assert.Single(server.Sent);
        Assert.Equal(
            (
                "POST /payments/cards/charge",
                "Basic " + Convert.ToBase64String("pk_test:cloud_secret"u8),
                $"{payment.Id}"),
            (sent.Line, sent.Headers["Authorization"], sent.Headers["X-Request-ID"]));
        Assert.StartsWith("application/json", sent.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    $$"""
                    {"Amount":1130.50,"Currency":"RUB","InvoiceId":"{{payment.Id}}","Description":"Заказ S-1",
                     "IpAddress":"203.0.113.7","CardCryptogramPacket":"cryptogram"}
                    """),
                JsonNode.Parse(sent.Body)),
            sent.Body);
    }

    [Theory]
    [InlineData(
        """
        {"TransactionId":504,"Status":"Declined","Reason":"InsufficientFunds","ReasonCode":5051,
         "CardHolderMessage":"Недостаточно средств на карте"}
        """,
        "Недостаточно средств на карте")]
    [InlineData("""{"TransactionId":504,"Status":"Declined","ReasonCode":5204}""", "declined (5204)")]
    public async Task A_decline_comes_with_HTTP_200(string model, string reason)
    {
        await using var server = await StartAsync((200, $$"""{"Success":false,"Message":null,"Model":{{model}}}"""));

        Assert.Equal(
            new(PaymentState.Failed, "504", Reason: reason),
            await server.Gateway.StartAsync(ScriptedProvider.Payment(), "S-1", _ct));
    }

    [Fact]
    public async Task A_refused_request_comes_with_HTTP_200_and_its_message_is_not_shown()
    {
        await using var server = await StartAsync(
            (200, """{"Success":false,"Message":"Invalid cryptogram tok_visa"}"""));

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            server.Gateway.StartAsync(ScriptedProvider.Payment(), "S-1", _ct));

        Assert.Equal(
            (true, "CloudPayments answered 200: the request was rejected."),
            (refusal.Permanent, refusal.Message));
    }

    [Fact]
    public async Task A_3DS_payment_is_completed_with_the_banks_answer()
    {
        await using var server = await StartAsync(
            (
                200,
                """
                {"Success":false,"Message":null,
                 "Model":{"TransactionId":504,"PaReq":"eJ+x=","AcsUrl":"https://bank.example/acs"}}
                """),
            (200, Model("Completed")));
        var payment = ScriptedProvider.Payment();

        var sentAway = await server.Gateway.StartAsync(payment, "S-1", _ct);
        var back = await server.Gateway.ConfirmAsync(
            payment with { ProviderId = sentAway.ProviderId },
            "PaRes of the bank",
            _ct);

        Assert.Equal(new(PaymentState.Pending, "504", "https://bank.example/acs?MD=504&PaReq=eJ%2Bx%3D"), sentAway);
        Assert.Equal(new(PaymentState.Succeeded, "504"), back);
        Assert.Equal(
            ("POST /payments/cards/post3ds", """{"TransactionId":504,"PaRes":"PaRes of the bank"}"""),
            (server.Sent[1].Line, server.Sent[1].Body));
    }

    [Fact]
    public async Task A_payment_on_the_page_is_authorized_first_and_captured_on_return()
    {
        await using var server = await StartAsync(
            (
                200,
                """
                {"Success":true,"Model":{"Id":"f2K8LV6reGE9WBFn","Number":61,
                 "Url":"https://orders.cloudpayments.ru/d/f2K8LV6reGE9WBFn"}}
                """),
            (200, Model("Authorized")),
            (200, Done));
        var payment = ScriptedProvider.Payment(returnUrl: "https://shop.example/back");

        var page = await server.Gateway.StartAsync(payment, "S-1", _ct);
        var paid = await server.Gateway.ConfirmAsync(payment with { ProviderId = page.ProviderId }, "ok", _ct);

        Assert.Equal(
            new(PaymentState.Pending, "f2K8LV6reGE9WBFn", "https://orders.cloudpayments.ru/d/f2K8LV6reGE9WBFn"),
            page);
        Assert.Equal(new(PaymentState.Succeeded, "504"), paid);
        Assert.Equal(
            ["POST /orders/create", "POST /payments/find", "POST /payments/confirm"],
            server.Sent.Select(sent => sent.Line));
        Assert.Equal(
            ($$"""{"InvoiceId":"{{payment.Id}}"}""", """{"TransactionId":504,"Amount":1130.50}"""),
            (server.Sent[1].Body, server.Sent[2].Body));
        var order = JsonNode.Parse(server.Sent[0].Body)!;
        Assert.Equal(
            (1130.50m, "RUB", $"{payment.Id}", true, payment.ReturnUrl),
            (
                (decimal)order["Amount"]!,
                (string)order["Currency"]!,
                (string)order["InvoiceId"]!,
                (bool)order["RequireConfirmation"]!,
                (string)order["SuccessRedirectUrl"]!));
    }

    [Fact]
    public async Task An_authorization_below_the_total_is_voided()
    {
        await using var server = await StartAsync(
            (200, Model("Authorized", amount: 1)),
            (200, """{"Success":false,"Message":"Amount is more than authorized"}"""),
            (200, Done));

        var outcome = await server.Gateway.FindAsync(Page(), _ct);

        Assert.Equal(new(PaymentState.Pending, "f2K8LV6reGE9WBFn"), outcome);
        Assert.Equal(("POST /payments/void", """{"TransactionId":504}"""), (server.Sent[2].Line, server.Sent[2].Body));
    }

    [Theory]
    [InlineData("Completed", 1130.50, "RUB", PaymentState.Succeeded)]
    [InlineData("Completed", 1, "RUB", PaymentState.Pending)]
    [InlineData("Completed", 1130.50, "KZT", PaymentState.Pending)]
    [InlineData("Declined", 1130.50, "RUB", PaymentState.Pending)]
    [InlineData("AwaitingAuthentication", 1130.50, "RUB", PaymentState.Pending)]
    public async Task A_payment_counts_only_with_our_amount_and_currency(
        string status,
        double amount,
        string currency,
        PaymentState state)
    {
        await using var server = await StartAsync((200, Model(status, (decimal)amount, currency)));

        Assert.Equal(state, (await server.Gateway.FindAsync(Page(), _ct)).State);
    }

    [Fact]
    public async Task An_unpaid_page_is_closed_first_and_failed_later()
    {
        await using var server = await StartAsync(
            (200, NotFound),
            (200, NotFound),
            (200, Done),
            (200, NotFound),
            (200, Done));

        Assert.Equal(PaymentState.Pending, (await server.Gateway.FindAsync(Page(TimeSpan.FromMinutes(30)), _ct)).State);
        Assert.Equal(PaymentState.Pending, (await server.Gateway.FindAsync(Page(TimeSpan.FromMinutes(61)), _ct)).State);
        Assert.Equal(
            new(PaymentState.Failed, "f2K8LV6reGE9WBFn", Reason: "It was not paid in time."),
            await server.Gateway.FindAsync(Page(TimeSpan.FromMinutes(76)), _ct));

        Assert.Equal(
            ["find", "find", "cancel", "find", "cancel"],
            server.Sent.Select(sent => sent.Line.Split('/')[^1]));
        Assert.Equal("""{"Id":"f2K8LV6reGE9WBFn"}""", server.Sent[2].Body);
    }

    [Theory]
    [InlineData(1, Done, "POST /payments/cards/charge", null)]
    [InlineData(
        120,
        """{"Success":true,"Model":{"TransactionId":504,"Status":"Completed","Amount":1130.50,"Currency":"RUB"}}""",
        "POST /payments/find",
        PaymentState.Succeeded)]
    [InlineData(120, NotFound, "POST /payments/find", PaymentState.Failed)]
    public async Task A_lost_response_is_retried_by_key_and_searched_after_the_key_expires(
        int minutes,
        string answer,
        string asked,
        PaymentState? state)
    {
        await using var server = await StartAsync((200, state is null ? Model("Completed") : answer));

        var outcome = await server.Gateway.RetryStartAsync(
            ScriptedProvider.Payment(age: TimeSpan.FromMinutes(minutes)),
            "S-1",
            _ct);

        Assert.Equal((asked, state ?? PaymentState.Succeeded), (Assert.Single(server.Sent).Line, outcome.State));
    }

    [Theory]
    [InlineData("""{"Success":true,"Model":{"TransactionId":568}}""", PaymentState.Succeeded, "568", null)]
    [InlineData(
        """{"Success":false,"Model":{"TransactionId":568,"ReasonCode":5015,"CardHolderMessage":"Отказ"}}""",
        PaymentState.Failed,
        null,
        "Отказ")]
    public async Task A_refund_succeeds_or_fails_immediately(
        string answer,
        PaymentState state,
        string? id,
        string? reason)
    {
        await using var server = await StartAsync((200, answer));
        var payment = ScriptedProvider.Payment(providerId: "504");

        Assert.Equal(
            new(state, id, Reason: reason),
            await server.Gateway.RefundAsync(payment, ScriptedProvider.Refund(payment, 10.05m), _ct));
        Assert.Equal(
            ("POST /payments/refund", """{"TransactionId":504,"Amount":10.05}"""),
            (server.Sent[0].Line, server.Sent[0].Body));
    }

    static Payment Page(TimeSpan age = default) =>
        ScriptedProvider.Payment(returnUrl: "https://shop.example/back", providerId: "f2K8LV6reGE9WBFn", age: age);

    static string Model(string status, decimal amount = 1130.50m, string currency = "RUB") =>
        $$"""
        {"Success":true,"Message":null,"Model":{"TransactionId":504,
         "Amount":{{amount.ToString(System.Globalization.CultureInfo.InvariantCulture)}},"Currency":"{{currency}}",
         "Status":"{{status}}","ReasonCode":0} }
        """;

    static Task<ScriptedProvider> StartAsync(params (int, string)[] answers) =>
        ScriptedProvider.StartAsync(CloudPaymentsGateway.Provider, answers);
}
