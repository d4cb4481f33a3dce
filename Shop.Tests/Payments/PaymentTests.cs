using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

public class PaymentTests(ShopFixture shop)
{
    [Fact]
    public async Task A_paid_order_is_confirmed_and_sent_without_anybody_asking()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);

        var payment = await purchase.PayAsync(order, ct);

        Assert.Equal(("succeeded", "yookassa", "RUB", (decimal)order["total"]!, (string)order["id"]!),
            ((string)payment["status"]!, (string)payment["provider"]!, (string)payment["currency"]!, (decimal)payment["amount"]!, (string)payment["order_id"]!));
        var sent = await purchase.BecomesAsync(order, "processing", ct);
        Assert.Equal(("paid", true, true, true), ((string)sent["payment_status"]!, (bool)sent["inventory_reserved"]!, (bool)sent["payment_processed"]!, (bool)sent["shipping_created"]!));
        Assert.Equal(["placed", "paid"], sent["history"]!.AsArray().Select(step => (string)step!["note"]!).Take(2));
        Assert.True(JsonNode.DeepEquals(payment, await purchase.Customer.Api.GetJsonAsync($"/api/payments/{payment["id"]}", ct)));
    }

    [Fact]
    public async Task What_YooKassa_is_sent_is_what_it_asks_for()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 1000);
        var order = await purchase.PlaceAsync(ct);
        await using var yooKassa = new YooKassaStub(shop.WireMock, order);

        var payment = await purchase.PayAsync(order, ct, "tok_123");

        var charge = Assert.Single(await yooKassa.ChargesAsync(ct));
        Assert.Equal("Basic " + Convert.ToBase64String("100500:test_development"u8), (string)charge["headers"]!["Authorization"]!);
        Assert.Equal((string)payment["id"]!, YooKassaStub.KeyOf(charge));
        var body = JsonNode.Parse((string)charge["body"]!)!;
        Assert.Matches("^1[0-9]{3}\\.[0-9]{2}$", (string)body["amount"]!["value"]!);
        Assert.Equal(("RUB", true, "tok_123", $"Заказ {order["number"]}"),
            ((string)body["amount"]!["currency"]!, (bool)body["capture"]!, (string)body["payment_token"]!, (string)body["description"]!));
        Assert.Null(await shop.Database.ScalarAsync<string>($"select token from payments.payments where id = {(Guid)payment["id"]!}", ct));
    }

    [Fact]
    public async Task Paying_twice_and_at_the_same_time_charges_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var yooKassa = new YooKassaStub(shop.WireMock, order);

        var payments = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => purchase.PayAsync(order, ct)));
        payments = [.. payments, await purchase.PayAsync(order, ct)];

        Assert.Single(payments.Select(payment => (string)payment["id"]!).Distinct());
        Assert.Single((await yooKassa.ChargesAsync(ct)).Select(YooKassaStub.KeyOf).Distinct());
        Assert.Equal(1, await shop.Database.ScalarAsync<long>($"select count(*) from payments.payments where order_id = {(Guid)order["id"]!}", ct));
    }

    [Fact]
    public async Task A_declined_card_is_a_402_with_the_reason_and_another_card_may_follow()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        using var declined = await purchase.Customer.Api.PostAsJsonAsync("/api/payments/process", new { order_id = (string)order["id"]!, payment_token = "tok_declined" }, ct);
        Assert.Contains("insufficient_funds", (await declined.ProblemAsync(HttpStatusCode.PaymentRequired, ct)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(("pending", "failed"), Status(await purchase.ReadAsync(order, ct)));

        Assert.Equal("succeeded", (string)(await purchase.PayAsync(order, ct))["status"]!);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task A_charge_whose_answer_is_lost_is_asked_about_again_under_the_same_key(int status)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var yooKassa = new YooKassaStub(shop.WireMock, order);
        await yooKassa.AnswerOnceAsync(status == 0 ? new { fault = "CONNECTION_RESET_BY_PEER" } : new { status, jsonBody = new { type = "error", code = "internal_server_error" } }, ct);

        await purchase.PayAsync(order, ct);
        await purchase.BecomesAsync(order, "paid", ct, "payment_status");

        var keys = (await yooKassa.ChargesAsync(ct)).Select(YooKassaStub.KeyOf).ToList();
        Assert.True(keys.Count >= 2, $"{keys.Count}");
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task An_unreadable_answer_leaves_the_payment_pending_until_the_worker_learns_the_outcome()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await using var yooKassa = new YooKassaStub(shop.WireMock, order);
        await yooKassa.AnswerOnceAsync(new { status = 200, body = "<html>oops" }, ct);

        var payment = await purchase.PayAsync(order, ct);
        Assert.Equal("pending", (string)payment["status"]!);
        await shop.Database.ExecuteAsync($"update payments.payments set next_check_at = now() where id = {(Guid)payment["id"]!}", ct);

        await purchase.BecomesAsync(order, "paid", ct, "payment_status");
        Assert.Single((await yooKassa.ChargesAsync(ct)).Select(YooKassaStub.KeyOf).Distinct());
    }

    [Fact]
    public async Task A_payment_on_the_providers_page_is_created_then_confirmed()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var ask = new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, currency = "RUB", payment_method = "bank_card", return_url = "https://shop.example/back?order=1" };

        using var wrong = await purchase.Customer.Api.PostAsJsonAsync("/api/payments/create", ask with { amount = ask.amount + 1 }, ct);
        await wrong.ProblemAsync(HttpStatusCode.UnprocessableEntity, ct);
        using var created = await purchase.Customer.Api.PostAsJsonAsync("/api/payments/create", ask, ct);
        var payment = await created.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal("pending", (string)payment["status"]!);
        Assert.Contains("return_url=https%3A%2F%2Fshop.example", (string)payment["confirmation_url"]!, StringComparison.Ordinal);

        using var confirmed = await purchase.Customer.Api.PostAsJsonAsync("/api/payments/confirm", new { payment_id = (string)payment["id"]!, confirmation_token = "ok" }, ct);
        Assert.Equal("succeeded", (string)(await confirmed.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Fact]
    public async Task Somebody_elses_order_cannot_be_paid_nor_its_payment_seen()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        var stranger = await Customers.RegisterAsync(shop, ct);

        using var read = await stranger.Api.GetAsync($"/api/payments/{payment["id"]}", ct);
        await read.ProblemAsync(HttpStatusCode.NotFound, ct);
        using var refund = await stranger.Api.PostAsJsonAsync("/api/payments/refund", new { order_id = (string)order["id"]!, amount = 1 }, ct);
        await refund.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    static (string, string) Status(JsonObject order) => ((string)order["status"]!, (string)order["payment_status"]!);
}
