using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Payments;

namespace Shop.Tests.Http;

[Trait("suite", "contract")]
public class IdempotencyTests(ShopFixture shop)
{
    [Fact]
    public async Task A_repeated_refund_of_a_part_is_one_refund_and_gets_the_same_answer()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, support) = (await PaidAsync(ct), await Customers.SupportAsync(shop, ct));
        var (body, key) = (new { order_id = (string)order["id"]!, amount = 10m, reason = "скол" }, NewKey());

        var first = await SendAsync(support, "/api/payments/refund", body, key, ct);
        await Eventually.WaitUntilAsync(
            () => RefundsAsync(order, "succeeded", ct), count => count == 1, TimeSpan.FromSeconds(60), "the refund");
        var second = await SendAsync(support, "/api/payments/refund", body, key, ct);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        Assert.Equal(1, await RefundsAsync(order, null, ct));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused_and_another_account_or_route_is_not()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, support) = (await PaidAsync(ct), await Customers.SupportAsync(shop, ct));
        var key = NewKey();
        object Body(decimal amount) => new { order_id = (string)order["id"]!, amount, reason = "скол" };
        await SendAsync(support, "/api/payments/refund", Body(10), key, ct);

        var other = await SendAsync(support, "/api/payments/refund", Body(11), key, ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        var elsewhere = await SendAsync(support, $"/api/orders/{order["id"]}/cancel", new { }, key, ct);
        Assert.Equal(HttpStatusCode.OK, elsewhere.Status);
        Assert.Equal(2, await RefundsAsync(order, null, ct));
    }

    [Fact]
    public async Task A_request_whose_process_died_before_it_kept_its_answer_takes_effect_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, support) = (await PaidAsync(ct), await Customers.SupportAsync(shop, ct));
        var (body, key) = (new { order_id = (string)order["id"]!, amount = 10m, reason = "скол" }, NewKey());
        var first = await SendAsync(support, "/api/payments/refund", body, key, ct);
        await shop.Database.ExecuteAsync(
            $"""
            update messaging.answers set status = null, body = null, claimed_until = now() - interval '1 second'
            where key = {key}
            """,
            ct);

        var second = await SendAsync(support, "/api/payments/refund", body, key, ct);

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal(Id(first), Id(second));
        Assert.Equal(1, await RefundsAsync(order, null, ct));
    }

    [Fact]
    public async Task A_second_request_while_the_first_is_running_is_a_conflict_until_the_claim_ends()
    {
        var ct = TestContext.Current.CancellationToken;
        var (order, support) = (await PaidAsync(ct), await Customers.SupportAsync(shop, ct));
        var (body, key) = (new { order_id = (string)order["id"]!, amount = 10m, reason = "скол" }, NewKey());
        await SendAsync(support, "/api/payments/refund", body, key, ct);
        await shop.Database.ExecuteAsync(
            $"update messaging.answers set status = null, body = null where key = {key}", ct);

        Assert.Equal(
            HttpStatusCode.Conflict, (await SendAsync(support, "/api/payments/refund", body, key, ct)).Status);
    }

    [Fact]
    public async Task Twenty_simultaneous_payments_with_one_key_charge_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var (body, key) = (new { order_id = (string)order["id"]!, payment_token = "tok_good" }, NewKey());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            SendAsync(purchase.Customer, "/api/payments/process", body, key, ct)));
        var last = await SendAsync(purchase.Customer, "/api/payments/process", body, key, ct);

        Assert.Equal(HttpStatusCode.OK, last.Status);
        Assert.All(answers, answer => Assert.True(answer == last || answer.Status == HttpStatusCode.Conflict));
        var charges = await PaymentProvider.YooKassa.ChargesAsync(shop.WireMock, order, ct);
        Assert.Single(charges.Select(PaymentProvider.YooKassa.KeyOf).Distinct());
    }

    [Fact]
    public async Task A_declined_payment_is_declined_again_under_its_key_and_not_tried_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var (body, key) = (new { order_id = (string)order["id"]!, payment_token = "tok_declined" }, NewKey());

        var first = await SendAsync(purchase.Customer, "/api/payments/process", body, key, ct);
        var second = await SendAsync(purchase.Customer, "/api/payments/process", body, key, ct);

        Assert.Equal(HttpStatusCode.PaymentRequired, first.Status);
        Assert.Equal(first, second);
        Assert.Single(await PaymentProvider.YooKassa.ChargesAsync(shop.WireMock, order, ct));
    }

    [Fact]
    public async Task A_repeated_order_gets_the_first_answer_even_after_it_is_paid_and_the_cart_is_filled_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var (body, key) = (new { shipping_address = Purchase.Address }, NewKey());
        await AddToCartAsync(purchase, ct);

        var first = await SendAsync(purchase.Customer, "/api/orders", body, key, ct);
        var order = JsonNode.Parse(first.Body)!.AsObject();
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        var second = await SendAsync(purchase.Customer, "/api/orders", body, key, ct);
        await AddToCartAsync(purchase, ct);
        var third = await SendAsync(purchase.Customer, "/api/orders", body, key, ct);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        Assert.Equal(first, third);
        var cart = await purchase.Customer.Api.GetJsonAsync("/api/cart", ct);
        Assert.Single(cart["items"]!.AsArray());
        var changed = await SendAsync(purchase.Customer, "/api/orders", purchase.Order(), key, ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.Status);
    }

    [Fact]
    public async Task A_checkout_in_the_store_dialect_and_an_order_may_have_the_same_key()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var (checkout, key) = ($"/cart-api/cart/{purchase.Customer.Id}/checkout", NewKey());
        await AddToCartAsync(purchase, ct);

        var first = await SendAsync(purchase.Customer, checkout, null, key, ct);
        var second = await SendAsync(purchase.Customer, checkout, null, key, ct);
        var other = await SendAsync(purchase.Customer, "/api/orders", purchase.Order(), key, ct);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        Assert.Equal(HttpStatusCode.Created, other.Status);
        Assert.NotEqual(Id(first), Id(other));
    }

    [Fact]
    public async Task A_key_is_free_again_after_a_day()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var key = NewKey();
        var first = await purchase.PlaceAsync(ct, key: key);
        await shop.Database.ExecuteAsync(
            $"update orders.orders set created_at = now() - interval '25 hours' where id = {(Guid)first["id"]!}", ct);

        var second = await purchase.PlaceAsync(ct, quantity: 2, key: key);

        Assert.NotEqual((string)first["id"]!, (string)second["id"]!);
    }

    static string NewKey() => $"{Guid.CreateVersion7()}";

    static string Id((HttpStatusCode, string Body, string?) answer) => (string)JsonNode.Parse(answer.Body)!["id"]!;

    static async Task<(HttpStatusCode Status, string Body, string? Location)> SendAsync(
        Customer who, string path, object? body, string key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        request.Headers.Add("Idempotency-Key", key);
        using var response = await who.Api.SendAsync(request, ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(ct), $"{response.Headers.Location}");
    }

    static async Task AddToCartAsync(Purchase purchase, CancellationToken ct)
    {
        using var added = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/cart/items", new { product_id = purchase.Goods.Ids[0], quantity = 1 }, ct);
        added.EnsureSuccessStatusCode();
    }

    async Task<JsonObject> PaidAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        return order;
    }

    Task<long> RefundsAsync(JsonObject order, string? status, CancellationToken ct) =>
        shop.Database.ScalarAsync<long>(
            $"""
            select count(*) from payments.refunds
            where order_id = {(Guid)order["id"]!} and ({status}::text is null or status = {status})
            """,
            ct);
}
