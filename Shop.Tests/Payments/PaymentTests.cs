using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

[Trait("suite", "contract")]
public class PaymentTests(ShopFixture shop)
{
    [Theory]
    [InlineData("process")]
    [InlineData("create")]
    public async Task An_order_of_sum_0_is_paid_without_a_provider(string how)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 0);
        var order = await purchase.PlaceAsync(ct);
        await shop.Database.ExecuteAsync(
            $"update orders.orders set shipping_cost = 0 where id = {(Guid)order["id"]!}",
            ct);

        using var response = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/payments/{how}",
            new { order_id = (string)order["id"]!, amount = 0, currency = "RUB", payment_token = "tok" },
            ct);
        response.EnsureSuccessStatusCode();
        var payment = (await response.Content.ReadFromJsonAsync<JsonObject>(ct))!;

        Assert.Equal(("succeeded", 0m), ((string)payment["status"]!, (decimal)payment["amount"]!));
        var paid = await purchase.WaitUntilAsync(order, "processing", ct);
        Assert.Equal("paid", (string)paid["payment_status"]!);
        Assert.Empty(await PaymentProvider.YooKassa.ChargesAsync(shop.WireMock, order, ct));
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_paid_order_is_confirmed_and_shipped_automatically(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);

        var payment = await purchase.PayAsync(order, ct, provider: provider);

        Assert.Equal(
            ("succeeded", provider, "RUB", (decimal)order["total"]!, (string)order["id"]!),
            (
                (string)payment["status"]!,
                (string)payment["provider"]!,
                (string)payment["currency"]!,
                (decimal)payment["amount"]!,
                (string)payment["order_id"]!));
        var sent = await purchase.WaitUntilAsync(order, "processing", ct);
        Assert.Equal(
            ("paid", true, true, true),
            (
                (string)sent["payment_status"]!,
                (bool)sent["inventory_reserved"]!,
                (bool)sent["payment_processed"]!,
                (bool)sent["shipping_created"]!));
        Assert.Equal(["placed", "paid"], sent["history"]!.AsArray().Select(step => (string)step!["note"]!).Take(2));
        var read = await purchase.Customer.Api.GetJsonAsync($"/api/payments/{payment["id"]}", ct);
        Assert.True(JsonNode.DeepEquals(payment, read));
    }

    [Fact]
    public async Task Roubles_go_to_YooKassa_by_default()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        Assert.Equal("yookassa", (string)(await purchase.PayAsync(order, ct))["provider"]!);
    }

    [Fact]
    public async Task An_unknown_provider_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        using var refused = await purchase.TryPayAsync(order, ct, provider: "paypal");

        Assert.Equal(["provider"], (await refused.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task Paying_twice_charges_once(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        // A later attempt names another provider, but an order has one payment at a time.
        var payments = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => purchase.PayAsync(order, ct, provider: provider)));
        payments =
        [
            .. payments,
            await purchase.PayAsync(order, ct, provider: "stripe"),
            await purchase.PayAsync(order, ct)
        ];

        Assert.Single(payments.Select(payment => (string)payment["id"]!).Distinct());
        Assert.All(payments, payment => Assert.Equal(provider, (string)payment["provider"]!));
        Assert.Equal(
            [(string)payments[0]["id"]!],
            await PaymentProvider.Of(provider).KeysAsync(shop.WireMock, order, ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from payments.payments where order_id = {(Guid)order["id"]!}",
                ct));
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_declined_card_is_a_402_with_the_reason_and_another_card_may_follow(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        using var declined = await purchase.TryPayAsync(order, ct, "tok_declined", provider);
        Assert.Equal(
            PaymentProvider.Of(provider).DeclineReason,
            (string)(await declined.ProblemAsync(HttpStatusCode.PaymentRequired, ct))["detail"]!);
        Assert.Equal(("pending", "failed"), Status(await purchase.ReadAsync(order, ct)));

        Assert.Equal("succeeded", (string)(await purchase.PayAsync(order, ct, provider: provider))["status"]!);
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_payment_on_the_providers_page_is_created_then_confirmed(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        var payment = await purchase.OpenPageAsync(order, ct, provider);
        Assert.Equal("pending", (string)payment["status"]!);
        Assert.Contains(
            "return_url=https%3A%2F%2Fshop.example",
            (string)payment["confirmation_url"]!,
            StringComparison.Ordinal);
        await using var answers = new StubOverrides(shop.WireMock);
        var (request, notYet) = PaymentProvider.Of(provider)
            .UnpaidStub(payment, await purchase.ProviderIdAsync(payment, ct));
        await answers.AnswerInTurnAsync(request, [notYet], ct);

        using var early = await purchase.TryConfirmAsync(payment, ct);
        await early.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var confirmed = await purchase.TryConfirmAsync(payment, ct);
        Assert.Equal("succeeded", (string)(await confirmed.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("cloudpayments")]
    public async Task A_3DS_payment_redirects_to_the_bank_before_it_succeeds(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        var payment = await purchase.PayAsync(order, ct, "tok_threeDSecure2Required", provider);
        Assert.Equal("pending", (string)payment["status"]!);
        Assert.StartsWith(
            $"{shop.WireMock.BaseAddress}{provider}/",
            (string)payment["confirmation_url"]!,
            StringComparison.Ordinal);
        using var confirmed = await purchase.TryConfirmAsync(payment, ct, "PaRes");

        Assert.Equal("succeeded", (string)(await confirmed.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
    }

    [Fact]
    public async Task An_amount_that_differs_from_the_orders_total_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        using var wrong = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/payments/create",
            new { order_id = (string)order["id"]!, amount = (decimal)order["total"]! + 1, currency = "RUB" },
            ct);

        await wrong.ProblemAsync(HttpStatusCode.UnprocessableEntity, ct);
    }

    [Fact]
    public async Task Another_customers_order_cannot_be_paid_nor_its_payment_read()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        var stranger = await Customers.RegisterAsync(shop, ct);

        using var read = await stranger.Api.GetAsync($"/api/payments/{payment["id"]}", ct);
        await read.ProblemAsync(HttpStatusCode.NotFound, ct);
        using var refund = await stranger.Api.PostAsJsonAsync(
            "/api/payments/refund",
            new { order_id = (string)order["id"]!, amount = 1 },
            ct);
        await refund.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    static (string, string) Status(JsonObject order) => ((string)order["status"]!, (string)order["payment_status"]!);
}
