using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Payments;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

[Trait("suite", "contract")]
public class RefundTests(ShopFixture shop)
{
    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task Partial_refunds_add_up_and_never_exceed_the_total(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct, provider);
        var total = (decimal)order["total"]!;
        var support = await Customers.SupportAsync(shop, ct);

        var codes = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => RefundAsync(purchase, order, total / 4, ct, support)));
        Assert.Equal(
            (4, 6),
            (
                codes.Count(code => code == HttpStatusCode.Created),
                codes.Count(code => code == HttpStatusCode.UnprocessableEntity)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await RefundAsync(purchase, order, 0.01m, ct, support));
        Assert.Equal("refunded", (string)(await purchase.ReadAsync(order, ct))["status"]!);

        await purchase.WaitForRefundAsync(order, ct);
        var refunded = await purchase.ReadAsync(order, ct);
        Assert.Equal(("refunded", false), ((string)refunded["payment_status"]!, (bool)refunded["inventory_reserved"]!));
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        Assert.Equal(4, (await RefundsAsync(PaymentProvider.Of(provider), purchase, payment, ct)).Distinct().Count());
    }

    [Fact]
    public async Task A_partial_refund_leaves_the_order_paid()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct);

        var support = await Customers.SupportAsync(shop, ct);
        Assert.Equal(HttpStatusCode.Created, await RefundAsync(purchase, order, 10, ct, support));

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<decimal>(
                $"select refunded from payments.payments where id = {(Guid)payment["id"]!}",
                ct),
            refunded => refunded == 10,
            TimeSpan.FromSeconds(30),
            "the refund");
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task Cancelling_releases_the_stock_and_refunds_the_payment(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct, provider);

        for (var again = 0; again < 2; again++)
        {
            using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
                $"/api/orders/{order["id"]}/cancel",
                new { reason = "передумала" },
                ct);
            Assert.Equal("cancelled", (string)(await cancelled.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
        }

        await purchase.WaitForRefundAsync(order, ct);
        var refunded = await purchase.ReadAsync(order, ct);
        Assert.Equal(("cancelled", false), ((string)refunded["status"]!, (bool)refunded["inventory_reserved"]!));
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        Assert.Single(await RefundsAsync(PaymentProvider.Of(provider), purchase, payment, ct));
    }

    [Fact]
    public async Task An_order_cancelled_during_payment_is_refunded()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(
            PaymentProvider.YooKassa.ChargePattern(order),
            [new { status = 200, body = "no answer anybody can read" }],
            ct);
        var payment = await purchase.PayAsync(order, ct);

        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel",
            new { },
            ct);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await shop.Database.ExecuteAsync(
            $"update payments.payments set next_check_at = now() where id = {(Guid)payment["id"]!}",
            ct);

        var refunded = await purchase.WaitUntilAsync(order, "refunded", ct, "payment_status");
        Assert.Equal("cancelled", (string)refunded["status"]!);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task Only_support_can_refund_a_shipped_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, _) = await PaidAsync(ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        await shop.Database.ExecuteAsync(
            $"update orders.orders set status = 'shipped', inventory_reserved = false where id = {(Guid)order["id"]!}",
            ct);

        using var cancel = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel",
            new { },
            ct);
        await cancel.ProblemAsync(HttpStatusCode.Conflict, ct);
        Assert.Equal(HttpStatusCode.Forbidden, await RefundAsync(purchase, order, 1, ct));
        var support = await Customers.SupportAsync(shop, ct);
        using var refund = await support.Api.PostAsJsonAsync(
            "/api/payments/refund",
            new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, reason = "брак" },
            ct);
        Assert.Equal("pending", (string)(await refund.AnswerAsync(HttpStatusCode.Created, ct))["status"]!);
        await purchase.WaitUntilAsync(order, "refunded", ct);
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_refund_whose_response_is_lost_is_retried_with_the_same_idempotency_key(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var cast = PaymentProvider.Of(provider);
        var (purchase, order, payment) = await PaidAsync(ct, provider);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(
            cast.RefundPattern(await purchase.ProviderIdAsync(payment, ct)),
            [new { status = 200, body = "<html>oops" }],
            ct);

        Assert.Equal(HttpStatusCode.Created, await RefundAsync(purchase, order, (decimal)order["total"]!, ct));

        await purchase.WaitForRefundAsync(order, ct);
        var keys = await RefundsAsync(cast, purchase, payment, ct);
        Assert.Equal((2, 1), (keys.Count, keys.Distinct().Count()));
    }

    [Fact]
    public async Task A_refund_is_not_retried_after_its_idempotency_key_expires()
    {
        var ct = TestContext.Current.CancellationToken;
        var (_, order, payment) = await PaidAsync(ct, "cloudpayments");
        var id = Guid.CreateVersion7();
        await shop.Database.ExecuteAsync(
            $"""
            insert into payments.refunds (id, payment_id, order_id, amount, reason, asked_at)
            values ({id}, {(Guid)payment["id"]!}, {(Guid)order["id"]!}, 10, 'не подошло', now() - interval '2 hours')
            """, ct);
        using var http = new HttpClient();
        var gateways = new PaymentGateways(
            [PaymentProvider.CloudPayments.At(shop.WireMock.BaseAddress!, http)],
            Options.Create(new PaymentOptions()),
            new(Options.Create(new PaymentOptions()), TimeProvider.System));

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            new Refunds(shop.Database, gateways, TestReceipts.Of(shop.Database, gateways), TimeProvider.System)
                .ExecuteAsync(id, ct));

        Assert.True(refusal.Permanent);
        Assert.Equal(
            "pending",
            await shop.Database.ScalarAsync<string>($"select status from payments.refunds where id = {id}", ct));
    }

    [Fact]
    public async Task A_refund_that_the_bank_keeps_pending_is_settled_later_and_is_no_dead_letter()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct);
        var refundId = $"{Guid.CreateVersion7()}";
        await using var answers = new StubOverrides(shop.WireMock);
        var pending = new { status = 200, jsonBody = new { id = refundId, status = "pending" } };
        await answers.AnswerAsync(
            PaymentProvider.YooKassa.RefundPattern(await purchase.ProviderIdAsync(payment, ct)), pending, ct);
        object lookup = new { method = "GET", urlPath = $"/v3/refunds/{refundId}" };
        await answers.AnswerInTurnAsync(
            lookup, [pending, new { status = 200, jsonBody = new { id = refundId, status = "succeeded" } }], ct, true);

        Assert.Equal(HttpStatusCode.Created, await RefundAsync(purchase, order, (decimal)order["total"]!, ct));
        await Eventually.WaitUntilAsync(
            async () =>
            {
                await shop.Database.ExecuteAsync(
                    $"""
                    update payments.refunds set next_check_at = now()
                    where order_id = {(Guid)order["id"]!} and provider_id is not null and status = 'pending'
                    """,
                    ct);
                return (await shop.WireMock.RequestsAsync(lookup, ct)).Count;
            },
            count => count >= 2,
            TimeSpan.FromSeconds(60),
            "the worker asks again");

        await purchase.WaitForRefundAsync(order, ct);
        Assert.Single(await RefundsAsync(PaymentProvider.YooKassa, purchase, payment, ct));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1e30")]
    [InlineData("\"много\"")]
    [InlineData("null")]
    public async Task An_invalid_amount_is_refused(string amount)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var response = await purchase.Customer.Api.PostAsync(
            "/api/payments/refund",
            new StringContent($$"""{"order_id": "{{order["id"]}}", "amount": {{amount}}}""", null, "application/json"),
            ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
    }

    async Task<List<string>> RefundsAsync(
        PaymentProvider provider,
        Purchase purchase,
        JsonObject payment,
        CancellationToken ct)
    {
        var pattern = provider.RefundPattern(await purchase.ProviderIdAsync(payment, ct));
        return [.. (await shop.WireMock.RequestsAsync(pattern, ct)).Select(provider.KeyOf)];
    }

    async Task<(Purchase, JsonObject Order, JsonObject Payment)> PaidAsync(
        CancellationToken ct,
        string? provider = null)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 200);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        return (purchase, order, await purchase.PayAsync(order, ct, provider: provider));
    }

    static async Task<HttpStatusCode> RefundAsync(
        Purchase purchase,
        JsonObject order,
        decimal amount,
        CancellationToken ct,
        Customer? by = null)
    {
        using var response = await purchase.TryRefundAsync(order, ct, amount, by);
        return response.StatusCode;
    }
}
