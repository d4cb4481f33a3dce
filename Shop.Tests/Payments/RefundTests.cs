using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

public class RefundTests(ShopFixture shop)
{
    [Fact]
    public async Task Partial_refunds_add_up_and_never_exceed_the_sum()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct);
        var total = (decimal)order["total"]!;

        var codes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefundAsync(purchase, order, total / 4, ct)));
        Assert.Equal((4, 6), (codes.Count(code => code == HttpStatusCode.Created), codes.Count(code => code == HttpStatusCode.UnprocessableEntity)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await RefundAsync(purchase, order, 0.01m, ct));

        var refunded = await purchase.BecomesAsync(order, "refunded", ct);
        Assert.Equal(("refunded", false), ((string)refunded["payment_status"]!, (bool)refunded["inventory_reserved"]!));
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        var calls = await YooKassaStub.RefundsAsync(shop.WireMock, await purchase.ProviderIdAsync(payment, ct), ct);
        Assert.Equal(4, calls.Select(YooKassaStub.KeyOf).Distinct().Count());
    }

    [Fact]
    public async Task A_part_that_is_given_back_leaves_the_order_as_it_is()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct);

        Assert.Equal(HttpStatusCode.Created, await RefundAsync(purchase, order, 10, ct));

        await Eventually.BecomesAsync(() => shop.Database.ScalarAsync<decimal>($"select refunded from payments.payments where id = {(Guid)payment["id"]!}", ct),
            refunded => refunded == 10, TimeSpan.FromSeconds(30), "the refund");
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Fact]
    public async Task A_cancelled_order_gives_back_its_goods_and_its_money()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, payment) = await PaidAsync(ct);

        for (var again = 0; again < 2; again++)
        {
            using var cancelled = await purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { reason = "передумала" }, ct);
            Assert.Equal("cancelled", (string)(await cancelled.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
        }

        var refunded = await purchase.BecomesAsync(order, "refunded", ct, "payment_status");
        Assert.Equal(("cancelled", false), ((string)refunded["status"]!, (bool)refunded["inventory_reserved"]!));
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        Assert.Single(await YooKassaStub.RefundsAsync(shop.WireMock, await purchase.ProviderIdAsync(payment, ct), ct));
    }

    [Fact]
    public async Task An_order_that_is_cancelled_while_it_is_paid_is_paid_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var yooKassa = new YooKassaStub(shop.WireMock, order);
        await yooKassa.AnswerOnceAsync(new { status = 200, body = "no answer anybody can read" }, ct);
        var payment = await purchase.PayAsync(order, ct);

        using (var cancelled = await purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct))
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await shop.Database.ExecuteAsync($"update payments.payments set next_check_at = now() where id = {(Guid)payment["id"]!}", ct);

        var refunded = await purchase.BecomesAsync(order, "refunded", ct, "payment_status");
        Assert.Equal("cancelled", (string)refunded["status"]!);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task What_has_been_shipped_can_neither_be_cancelled_nor_refunded_by_its_customer_but_by_support()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, order, _) = await PaidAsync(ct);
        await purchase.BecomesAsync(order, "processing", ct);
        await shop.Database.ExecuteAsync($"update orders.orders set status = 'shipped', inventory_reserved = false where id = {(Guid)order["id"]!}", ct);

        using var cancel = await purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct);
        await cancel.ProblemAsync(HttpStatusCode.Conflict, ct);
        Assert.Equal(HttpStatusCode.Forbidden, await RefundAsync(purchase, order, 1, ct));
        var support = await Customers.SupportAsync(shop, ct);
        using var refund = await support.Api.PostAsJsonAsync("/api/payments/refund", new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, reason = "брак" }, ct);
        Assert.Equal("pending", (string)(await refund.AnswerAsync(HttpStatusCode.Created, ct))["status"]!);
        await purchase.BecomesAsync(order, "refunded", ct);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1e30")]
    [InlineData("\"много\"")]
    [InlineData("null")]
    public async Task An_absurd_amount_is_refused(string amount)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var response = await purchase.Customer.Api.PostAsync("/api/payments/refund",
            new StringContent($$"""{"order_id": "{{order["id"]}}", "amount": {{amount}}}""", null, "application/json"), ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
    }

    async Task<(Purchase, JsonObject Order, JsonObject Payment)> PaidAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 200);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        return (purchase, order, await purchase.PayAsync(order, ct));
    }

    static async Task<HttpStatusCode> RefundAsync(Purchase purchase, JsonObject order, decimal amount, CancellationToken ct)
    {
        using var response = await purchase.Customer.Api.PostAsJsonAsync("/api/payments/refund", new { order_id = (string)order["id"]!, amount, reason = "не подошло" }, ct);
        return response.StatusCode;
    }
}
