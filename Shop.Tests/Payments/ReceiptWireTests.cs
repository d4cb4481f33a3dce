using System.Text.Json.Nodes;
using Shop.Payments;

namespace Shop.Tests.Payments;

/// <summary>The bytes of receipts in the provider's own form.</summary>
public class ReceiptWireTests
{
    // Prices are per unit, the prepayment has calculated tax rates, and the free gift is not printed.
    const string YooKassaPrepayment =
        """
        {"customer":{"email":"anna@example.com"},"tax_system_code":2,"items":[
         {"description":"Лампа","quantity":"3.00","amount":{"value":"100.10","currency":"RUB"},"vat_code":12,
          "payment_mode":"full_prepayment","payment_subject":"commodity","measure":"piece"},
         {"description":"Книга","quantity":"1.00","amount":{"value":"480.20","currency":"RUB"},"vat_code":5,
          "payment_mode":"full_prepayment","payment_subject":"another","measure":"piece"},
         {"description":"Доставка","quantity":"1.00","amount":{"value":"350.00","currency":"RUB"},"vat_code":1,
          "payment_mode":"full_prepayment","payment_subject":"service","measure":"piece"}]}
        """;

    const string CloudPrepayment =
        """
        {"cloudPayments":{"CustomerReceipt":{"Items":[
         {"label":"Лампа","price":100.10,"quantity":3,"amount":300.30,"vat":122,"method":1,"object":1,
          "measurementUnit":"шт"},
         {"label":"Книга","price":480.20,"quantity":1,"amount":480.20,"vat":110,"method":1,"object":13,
          "measurementUnit":"шт"},
         {"label":"Доставка","price":350,"quantity":1,"amount":350,"vat":null,"method":1,"object":4,
          "measurementUnit":"шт"}],
         "taxationSystem":1,"email":"anna@example.com","amounts":{"electronic":1130.50,"advancePayment":0}}}}
        """;

    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task YooKassa_gets_the_receipt_inside_the_payment_and_inside_the_refund()
    {
        await using var server = await ScriptedProvider.StartAsync(
            "yookassa", (200, """{"id":"29f31de9","status":"succeeded"}"""));
        var payment = ScriptedProvider.Payment(providerId: "29f31de9") with
        {
            Receipt = TestReceipts.Example(ReceiptKind.Payment, PaymentMode.FullPrepayment)
        };
        var refund = ScriptedProvider.Refund(payment, 1130.50m) with { Receipt = payment.Receipt };

        await server.Gateway.StartAsync(payment, "S-1", _ct);
        await server.Gateway.StartAsync(payment with { ReturnUrl = "https://shop.example/back" }, "S-1", _ct);
        await server.Gateway.RefundAsync(payment, refund, _ct);

        Assert.Equal(
            ["POST /v3/payments", "POST /v3/payments", "POST /v3/refunds"], server.Sent.Select(sent => sent.Line));
        Assert.All(server.Sent, sent => Same(YooKassaPrepayment, JsonNode.Parse(sent.Body)!["receipt"]));
    }

    [Fact]
    public async Task YooKassa_gets_the_receipt_of_a_hand_over_by_itself()
    {
        await using var server = await ScriptedProvider.StartAsync(
            "yookassa", (200, """{"id":"ra-1","type":"payment","status":"pending"}"""));
        var receipt = TestReceipts.Example(ReceiptKind.HandOver, PaymentMode.FullPayment);

        var outcome = await ((IReceiptGateway)server.Gateway).HandOverAsync(
            ScriptedProvider.Payment(providerId: "29f31de9"), receipt, _ct);

        Assert.Equal(new(ReceiptState.Sent, "ra-1"), outcome);
        var sent = Assert.Single(server.Sent);
        Assert.Equal(("POST /v3/receipts", $"{receipt.Id}"), (sent.Line, sent.Headers["Idempotence-Key"]));
        Same(
            """
            {"type":"payment","payment_id":"29f31de9","send":true,"customer":{"email":"anna@example.com"},
             "tax_system_code":2,"items":[
             {"description":"Лампа","quantity":"3.00","amount":{"value":"100.10","currency":"RUB"},"vat_code":11,
              "payment_mode":"full_payment","payment_subject":"commodity","measure":"piece"},
             {"description":"Книга","quantity":"1.00","amount":{"value":"480.20","currency":"RUB"},"vat_code":3,
              "payment_mode":"full_payment","payment_subject":"another","measure":"piece"},
             {"description":"Доставка","quantity":"1.00","amount":{"value":"350.00","currency":"RUB"},"vat_code":1,
              "payment_mode":"full_payment","payment_subject":"service","measure":"piece"}],
             "settlements":[{"type":"prepayment","amount":{"value":"1130.50","currency":"RUB"}}]}
            """,
            JsonNode.Parse(sent.Body));
    }

    [Theory]
    [InlineData(ReceiptKind.Payment, "payments", "succeeded", "succeeded", ReceiptState.Registered)]
    [InlineData(ReceiptKind.Payment, "payments", "succeeded", null, ReceiptState.Sent)]
    [InlineData(ReceiptKind.Refund, "refunds", "succeeded", "canceled", ReceiptState.Failed)]
    [InlineData(ReceiptKind.Refund, "refunds", "succeeded", "pending", ReceiptState.Sent)]
    [InlineData(ReceiptKind.HandOver, "receipts", "pending", null, ReceiptState.Sent)]
    [InlineData(ReceiptKind.HandOver, "receipts", "succeeded", null, ReceiptState.Registered)]
    public async Task YooKassa_tells_whether_a_receipt_is_registered(
        ReceiptKind kind, string path, string status, string? registration, ReceiptState state)
    {
        var answer = new JsonObject { ["id"] = "x", ["status"] = status, ["receipt_registration"] = registration };
        await using var server = await ScriptedProvider.StartAsync("yookassa", (200, answer.ToJsonString()));

        var outcome = await ((IReceiptGateway)server.Gateway).FindReceiptAsync(
            TestReceipts.Example(kind, PaymentMode.FullPayment), "x", _ct);

        Assert.Equal(($"GET /v3/{path}/x", state), (Assert.Single(server.Sent).Line, outcome!.State));
    }

    [Fact]
    public async Task CloudPayments_gets_the_receipt_in_JsonData()
    {
        await using var server = await ScriptedProvider.StartAsync(
            "cloudpayments",
            (200, """{"Success":true,"Model":{"TransactionId":504,"Id":"f2K8","Url":"https://cloudpayments.ru"}}"""));
        var receipt = TestReceipts.Example(ReceiptKind.Payment, PaymentMode.FullPrepayment);
        var card = ScriptedProvider.Payment(providerId: "504") with { Receipt = receipt };
        var page = ScriptedProvider.Payment(returnUrl: "https://shop.example/back") with { Receipt = receipt };
        var refund = ScriptedProvider.Refund(card, 1130.50m) with { Receipt = receipt };

        await Assert.ThrowsAsync<ShopException>(() => server.Gateway.StartAsync(card, "S-1", _ct));
        await server.Gateway.StartAsync(page, "S-1", _ct);
        await server.Gateway.RefundAsync(card, refund, _ct);

        Assert.Equal(
            ["POST /payments/cards/charge", "POST /orders/create", "POST /payments/refund"],
            server.Sent.Select(sent => sent.Line));
        Assert.All(server.Sent, sent => Same(CloudPrepayment, JsonNode.Parse(sent.Body)!["JsonData"]));
    }

    [Fact]
    public async Task CloudPayments_gets_the_receipt_of_a_hand_over_by_itself_and_tells_its_state()
    {
        await using var server = await ScriptedProvider.StartAsync(
            "cloudpayments",
            (200, """{"Model":{"Id":"rc-1","ErrorCode":0},"InnerResult":null,"Success":true,"Message":"Queued"}"""),
            (200, """{"Model":"Queued","Success":true,"Message":null}"""),
            (200, """{"Model":"Processed","Success":true,"Message":null}"""),
            (200, """{"Model":"Error","Success":true,"Message":null}"""));
        var receipt = TestReceipts.Example(ReceiptKind.HandOver, PaymentMode.FullPayment);
        var payment = ScriptedProvider.Payment(providerId: "504");
        var gateway = (IReceiptGateway)server.Gateway;

        Assert.Equal(new(ReceiptState.Sent, "rc-1"), await gateway.HandOverAsync(payment, receipt, _ct));
        foreach (var state in (ReceiptState[])[ReceiptState.Sent, ReceiptState.Registered, ReceiptState.Failed])
            Assert.Equal(state, (await gateway.FindReceiptAsync(receipt, "rc-1", _ct))!.State);

        Assert.Equal(
            ("POST /kkt/receipt", $"{receipt.Id}"), (server.Sent[0].Line, server.Sent[0].Headers["X-Request-ID"]));
        Assert.Equal(
            ("POST /kkt/receipt/status/get", """{"Id":"rc-1"}"""), (server.Sent[1].Line, server.Sent[1].Body));
        Same(
            $$"""
            {"Type":"Income","InvoiceId":"{{payment.Id}}","CustomerReceipt":{"Items":[
             {"label":"Лампа","price":100.10,"quantity":3,"amount":300.30,"vat":22,"method":4,"object":1,
              "measurementUnit":"шт"},
             {"label":"Книга","price":480.20,"quantity":1,"amount":480.20,"vat":10,"method":4,"object":13,
              "measurementUnit":"шт"},
             {"label":"Доставка","price":350,"quantity":1,"amount":350,"vat":null,"method":4,"object":4,
              "measurementUnit":"шт"}],
             "taxationSystem":1,"email":"anna@example.com","amounts":{"electronic":0,"advancePayment":1130.50} } }
            """,
            JsonNode.Parse(server.Sent[0].Body));
        // What it does with the receipts of payments and refunds it tells only in notifications.
        Assert.Null(await gateway.FindReceiptAsync(receipt with { Kind = ReceiptKind.Payment }, "504", _ct));
    }

    static void Same(string expected, JsonNode? sent) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), sent), $"{sent}");
}
