using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Messaging;
using Shop.Orders;
using Shop.Payments;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Shipping;

namespace Shop.Tests.Payments;

/// <summary>Fiscal receipts from the payment to the hand-over, as the stubs of the providers receive them.</summary>
public sealed class ReceiptTests(ShopFixture shop) : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("yookassa")]
    [InlineData("cloudpayments")]
    public async Task Payment_refund_and_hand_over_have_their_receipts(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 33.33m, kinds: 2);
        await shop.Database.ExecuteAsync(
            $"""
            update catalog.products set vat = '22', payment_subject = 'excise', name = {new string('я', 150)}
            where id = {purchase.Goods.Ids[0]}
            """, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 3);
        var total = (decimal)order["total"]!;

        var payment = await purchase.PayAsync(order, ct, provider: provider);
        var support = await Customers.SupportAsync(shop, ct);
        using var refunded = await support.Api.PostAsJsonAsync(
            "/api/payments/refund", new { order_id = (string)order["id"]!, amount = 100.01m, reason = "скол" }, ct);
        await refunded.AnswerAsync(HttpStatusCode.Created, ct);
        await UntilAsync(order, "refund", ReceiptState.Pending, ct);
        await PublishDeliveredAsync(order, ct);
        await UntilAsync(order, "hand_over", ReceiptState.Sent, ct);

        var calls = PaymentProvider.Of(provider);
        var charge = Assert.Single(await calls.ChargesAsync(shop.WireMock, order, ct));
        var paid = Lines(charge);
        Assert.Equal(
            [(new string('я', 128), 99.99m), ("Лампа 2", 199.98m), ("Доставка", total - 299.97m)],
            paid.Select(line => (line.Name, line.Amount)));
        Assert.Equal(provider == "yookassa" ? [12, 1, 1] : [122, null, null], paid.Select(line => line.Vat));
        Assert.Equal(
            provider == "yookassa" ? ["excise", "commodity", "service"] : ["2", "1", "4"],
            paid.Select(line => line.Subject));
        Assert.Contains(purchase.Customer.Email, (string)charge["body"]!, StringComparison.Ordinal);
        var providerId = await purchase.ProviderIdAsync(payment, ct);
        var back = Lines(Assert.Single(await shop.WireMock.RequestsAsync(calls.RefundPattern(providerId), ct)));
        Assert.Equal(100.01m, back.Sum(line => line.Amount));
        var handedOver = Lines(Assert.Single(await HandOversAsync(provider, payment, ct)));
        // What was given back before the hand-over is not handed over.
        Assert.Equal(total - 100.01m, handedOver.Sum(line => line.Amount));
        Assert.Equal(provider == "yookassa" ? [11, 1, 1] : [22, null, null], handedOver.Select(line => line.Vat));
    }

    [Fact]
    public async Task Support_sees_in_the_timeline_whether_receipts_are_registered()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Cdek);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);
        await stubs.CreateDeliveredAsync(ct);
        await purchase.PayAsync(order, ct, provider: "yookassa");
        var support = await Customers.SupportAsync(shop, ct);

        var sent = (await TimelineAsync())[0];
        await purchase.WaitUntilAsync(order, "delivered", ct);
        await UntilAsync(order, "hand_over", ReceiptState.Sent, ct);
        await shop.Database.ExecuteAsync(
            $"update payments.receipts set next_check_at = now() where order_id = {(Guid)order["id"]!}", ct);
        await UntilAsync(order, "payment", ReceiptState.Registered, ct);
        await UntilAsync(order, "hand_over", ReceiptState.Registered, ct);

        Assert.Equal(("payment", "sent"), ((string)sent["title"]!, (string)sent["status"]!));
        Assert.StartsWith($"{order["total"]} RUB", (string)sent["detail"]!, StringComparison.Ordinal);
        Assert.Equal(
            [("payment", "registered"), ("hand_over", "registered")],
            (await TimelineAsync()).Select(entry => ((string)entry["title"]!, (string)entry["status"]!)));
        // The address is not needed any longer.
        Assert.True(await shop.Database.ScalarAsync<bool>(
            $"select bool_and(contact is null) from payments.receipts where order_id = {(Guid)order["id"]!}", ct));

        async Task<List<JsonNode>> TimelineAsync() =>
        [
            .. (await support.Api.GetJsonAsync($"/api/staff/orders/{order["id"]}/timeline", ct)).AsArray()
                .Where(entry => (string)entry!["kind"]! == "receipt").Select(entry => entry!)
        ];
    }

    [Theory]
    [InlineData("yookassa", "/v3/receipts", "$.payment_id")]
    [InlineData("cloudpayments", "/kkt/receipt", "$.InvoiceId")]
    public async Task A_receipt_of_a_hand_over_is_retried_under_its_key_and_sent_once(
        string provider, string path, string field)
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, payment) = await PaidAsync(provider, ct);
        await using var answers = new StubOverrides(shop.WireMock);
        var of = provider == "yookassa" ? await ProviderIdAsync(payment, ct) : (string)payment["id"]!;
        await answers.AnswerInTurnAsync(
            new { method = "POST", urlPath = path, bodyPatterns = WireMock.Body(field, of) },
            [new { status = 500, body = "" }, new { status = 500, body = "" }],
            ct);

        // The worker gets the message; its first attempt fails.
        await PublishDeliveredAsync(order, ct);
        await UntilAsync(order, "hand_over", ReceiptState.Sent, ct);
        // A second delivery of the message, and another one while it is handled.
        var receipts = TestReceipts.At(shop, _http, provider);
        var id = (Guid)order["id"]!;
        await Task.WhenAll(receipts.HandOverAsync(id, ct), receipts.HandOverAsync(id, ct));

        var calls = await HandOversAsync(provider, payment, ct);
        Assert.True(calls.Count > 1, $"{calls.Count}");
        Assert.Single(calls.Select(PaymentProvider.Of(provider).KeyOf).Distinct());
        Assert.Single(calls.Select(call => (string)call["body"]!).Distinct());
    }

    [Fact]
    public async Task A_rejected_receipt_is_a_permanent_failure_and_has_a_new_key_when_it_is_sent_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, payment) = await PaidAsync("yookassa", ct);
        await using var answers = new StubOverrides(shop.WireMock);
        var id = await ProviderIdAsync(payment, ct);
        await answers.AnswerInTurnAsync(
            new { method = "POST", urlPath = "/v3/receipts", bodyPatterns = WireMock.Body("$.payment_id", id) },
            [new { status = 400, jsonBody = new { type = "error", code = "invalid_request", parameter = "receipt" } }],
            ct);
        var receipts = TestReceipts.At(shop, _http, "yookassa");

        var refusal = await Assert.ThrowsAsync<ShopException>(() => receipts.HandOverAsync((Guid)order["id"]!, ct));
        Assert.True(refusal.Permanent);
        Assert.Equal(
            "failed YooKassa answered 400: invalid_request receipt.",
            await shop.Database.ScalarAsync<string>(
                $"""
                select concat_ws(' ', state, failure) from payments.receipts
                where order_id = {(Guid)order["id"]!} and kind = 'hand_over'
                """, ct));
        await receipts.HandOverAsync((Guid)order["id"]!, ct);

        await UntilAsync(order, "hand_over", ReceiptState.Sent, ct);
        var keys = (await HandOversAsync("yookassa", payment, ct)).Select(PaymentProvider.YooKassa.KeyOf).ToList();
        Assert.Equal((2, 2), (keys.Count, keys.Distinct().Count()));
    }

    [Fact]
    public async Task A_hand_over_whose_outcome_is_unknown_is_not_sent_again_after_its_key_expires()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, payment) = await PaidAsync("cloudpayments", ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            new
            {
                method = "POST",
                urlPath = "/kkt/receipt",
                bodyPatterns = WireMock.Body("$.InvoiceId", (string)payment["id"]!)
            },
            new { status = 500 },
            ct);
        var receipts = TestReceipts.At(shop, _http, "cloudpayments");
        var unclear = await Assert.ThrowsAsync<ShopException>(() => receipts.HandOverAsync((Guid)order["id"]!, ct));
        Assert.False(unclear.Permanent);
        await shop.Database.ExecuteAsync(
            $"""
            update payments.receipts set asked_at = now() - interval '2 hours'
            where order_id = {(Guid)order["id"]!} and kind = 'hand_over'
            """, ct);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => receipts.HandOverAsync((Guid)order["id"]!, ct));

        Assert.True(refusal.Permanent);
        Assert.Single(await HandOversAsync("cloudpayments", payment, ct));
    }

    [Fact]
    public async Task A_refund_after_the_hand_over_gives_goods_back_and_needs_no_account()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, payment) = await PaidAsync("yookassa", ct);
        var receipts = TestReceipts.At(shop, _http, "yookassa");
        await receipts.HandOverAsync((Guid)order["id"]!, ct);
        var known = Known(order, payment, "yookassa");

        var first = await receipts.OfRefundAsync(known, await RefundAsync(known, 10, ct), ct);
        await shop.Database.ExecuteAsync(
            $"update orders.orders set user_id = {Guid.CreateVersion7()} where id = {known.OrderId}", ct);
        var second = await RefundAsync(known, known.Amount - 10, ct);

        Assert.Equal((PaymentMode.FullPayment, 10), (first!.Mode, first.Total));
        Assert.Null(await receipts.OfRefundAsync(known, second, ct));
        Assert.Equal(
            "failed the customer's account no longer exists",
            await shop.Database.ScalarAsync<string>(
                $"select concat_ws(' ', state, failure) from payments.receipts where refund_id = {second.Id}", ct));
    }

    [Fact]
    public async Task Without_receipts_none_is_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, payment) = await PaidAsync("stripe", ct);
        var known = Known(order, payment, "yookassa");

        Assert.Null(
            await TestReceipts.At(shop, _http, "stripe").OfPaymentAsync(known with { Provider = "stripe" }, ct));
        Assert.Null(
            await TestReceipts.At(shop, _http, "yookassa", new() { Enabled = false }).OfPaymentAsync(known, ct));
        Assert.Null(
            await TestReceipts.At(shop, _http, "yookassa").OfPaymentAsync(known with { Currency = "USD" }, ct));
        await TestReceipts.At(shop, _http, "stripe").HandOverAsync(known.OrderId, ct);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from payments.receipts where order_id = {known.OrderId}", ct));
    }

    [Fact]
    public async Task CloudPayments_notifies_of_a_registered_receipt()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, payment) = await PaidAsync("cloudpayments", ct);
        var amount = ((decimal)payment["amount"]!).ToString(CultureInfo.InvariantCulture);

        Assert.Equal(HttpStatusCode.OK, await NotifyAsync("Income", "1.00"));
        Assert.Equal("pending", await StateAsync());
        Assert.Equal(HttpStatusCode.OK, await NotifyAsync("IncomeReturn", amount));
        Assert.Equal("pending", await StateAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await NotifyAsync("Income", amount, secret: "wrong"));
        Assert.Equal("pending", await StateAsync());
        Assert.Equal(HttpStatusCode.OK, await NotifyAsync("Income", amount));
        Assert.Equal(HttpStatusCode.OK, await NotifyAsync("Income", amount));
        Assert.Equal("registered rc-1", await StateAsync());

        Task<string?> StateAsync() => shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', state, provider_id) from payments.receipts where order_id = {(Guid)order["id"]!}
            """, ct);

        async Task<HttpStatusCode> NotifyAsync(string type, string sum, string secret = "cloud_development")
        {
            var body = $"Id=rc-1&Type={type}&Amount={sum}&FiscalSign=123&InvoiceId={payment["id"]}";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/webhooks/cloudpayments")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded")
            };
            request.Headers.Add(
                "Content-HMAC",
                Convert.ToBase64String(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));
            using var answer = await shop.Api.SendAsync(request, ct);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task The_receipts_of_a_deleted_account_lose_its_address()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct, provider: "yookassa");
        var contact = Sql.Of($"select contact from payments.receipts where order_id = {(Guid)order["id"]!}");
        Assert.Equal(purchase.Customer.Email, await shop.Database.ScalarAsync<string>(contact, ct));
        await shop.Database.ExecuteAsync(
            $"update orders.orders set status = 'delivered' where id = {(Guid)order["id"]!}", ct);

        using var deleted = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/users/delete", new { password = Customers.Password }, ct);

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Null(await shop.Database.ScalarAsync<string>(contact, ct));
    }

    async Task<(JsonObject Order, JsonObject Payment)> PaidAsync(string provider, CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        return (order, await purchase.PayAsync(order, ct, provider: provider));
    }

    static Payment Known(JsonObject order, JsonObject payment, string provider) =>
        ScriptedProvider.Payment(amount: (decimal)payment["amount"]!) with
        {
            Id = (Guid)payment["id"]!,
            OrderId = (Guid)order["id"]!,
            Provider = provider
        };

    async Task<Refund> RefundAsync(Payment payment, decimal amount, CancellationToken ct)
    {
        var refund = ScriptedProvider.Refund(payment, amount);
        // Not executed: no message is sent.
        await shop.Database.ExecuteAsync(
            $"""
            insert into payments.refunds (id, payment_id, order_id, amount, reason)
            values ({refund.Id}, {payment.Id}, {payment.OrderId}, {amount}, '')
            """, ct);
        return refund;
    }

    Task<int> PublishDeliveredAsync(JsonObject order, CancellationToken ct) =>
        shop.Database.ExecuteAsync(Outbox.Insert(new OrderDelivered((Guid)order["id"]!)), ct);

    async Task<string> ProviderIdAsync(JsonObject payment, CancellationToken ct) =>
        (await shop.Database.ScalarAsync<string>(
            $"select provider_id from payments.payments where id = {(Guid)payment["id"]!}", ct))!;

    async Task<List<JsonObject>> HandOversAsync(string provider, JsonObject payment, CancellationToken ct) =>
        await shop.WireMock.RequestsAsync(
            provider == "yookassa"
                ? new
                {
                    method = "POST",
                    urlPath = "/v3/receipts",
                    bodyPatterns = WireMock.Body("$.payment_id", await ProviderIdAsync(payment, ct))
                }
                : new
                {
                    method = "POST",
                    urlPath = "/kkt/receipt",
                    bodyPatterns = WireMock.Body("$.InvoiceId", (string)payment["id"]!)
                },
            ct);

    Task<string?> UntilAsync(JsonObject order, string kind, ReceiptState state, CancellationToken ct) =>
        Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"select state from payments.receipts where order_id = {(Guid)order["id"]!} and kind = {kind}", ct),
            now => now == state.Spelling(),
            Timeout,
            $"receipt {kind} of order {order["number"]} {state}");

    /// <summary>The lines of a receipt in either form.</summary>
    static List<(string Name, decimal Amount, int? Vat, string Subject)> Lines(JsonObject request)
    {
        var body = JsonNode.Parse((string)request["body"]!)!;
        var receipt = body["receipt"]
            ?? body["JsonData"]?["cloudPayments"]?["CustomerReceipt"]
            ?? body["CustomerReceipt"]
            ?? body;
        var items = (receipt["items"] ?? receipt["Items"])!.AsArray();
        return
        [
            .. items.Select(item => item!["label"] is { } label
                ? ((string)label!, (decimal)item["amount"]!, (int?)item["vat"], $"{item["object"]}")
                : (
                    (string)item["description"]!,
                    Number(item["quantity"]) * Number(item["amount"]!["value"]),
                    (int?)item["vat_code"],
                    (string)item["payment_subject"]!))
        ];
    }

    static decimal Number(JsonNode? text) => decimal.Parse((string)text!, CultureInfo.InvariantCulture);
}
