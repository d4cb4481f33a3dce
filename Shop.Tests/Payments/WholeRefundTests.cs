using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Orders;
using Shop.Shipping;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Shipping;

namespace Shop.Tests.Payments;

/// <summary>
/// The refund of the whole sum: the order is refunded with the response, its parcel is recalled, then the money moves.
/// </summary>
public class WholeRefundTests(ShopFixture shop)
{
    [Fact]
    public async Task The_order_is_refunded_when_the_request_is_accepted_and_the_refund_is_pending()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await PaidAsync(purchase, ct);

        var refund = await RefundAsync(purchase, order, ct);
        var now = await purchase.ReadAsync(order, ct);

        Assert.Equal("pending", (string)refund["status"]!);
        Assert.Equal(("refunded", "refunded"), ((string)now["status"]!, (string)now["payment_status"]!));
        await purchase.WaitForRefundAsync(order, ct);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task Parts_that_add_up_to_the_whole_make_the_order_refunded()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await PaidAsync(purchase, ct);
        var support = await Customers.SupportAsync(shop, ct);

        await RefundAsync(purchase, order, ct, 10, support);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        await RefundAsync(purchase, order, ct, (decimal)order["total"]! - 10, support);

        Assert.Equal("refunded", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        await purchase.WaitForRefundAsync(order, ct);
    }

    [Fact]
    public async Task A_customer_takes_back_the_whole_sum_but_no_part()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await PaidAsync(purchase, ct);
        var total = (decimal)order["total"]!;

        using var part = await purchase.TryRefundAsync(order, ct, total - 0.01m);
        await part.ProblemAsync(HttpStatusCode.Forbidden, ct);
        using var tooMuch = await purchase.TryRefundAsync(order, ct, total + 0.01m);
        await tooMuch.ProblemAsync(HttpStatusCode.UnprocessableEntity, ct);

        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        await RefundAsync(purchase, order, ct);
    }

    [Fact]
    public async Task When_the_provider_refuses_the_order_returns_to_what_it_was_and_staff_see_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        var support = await Customers.SupportAsync(shop, ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            PaymentProvider.YooKassa.RefundPattern(await purchase.ProviderIdAsync(payment, ct)),
            new { status = 400, jsonBody = new { type = "error", code = "invalid_request" } },
            ct);

        await RefundAsync(purchase, order, ct);
        // Its parcel was recalled, so it has no shipment any more.
        var again = await purchase.WaitUntilAsync(order, "confirmed", ct);

        Assert.Equal(
            ("paid", true, false),
            ((string)again["payment_status"]!, (bool)again["inventory_reserved"]!, (bool)again["shipping_created"]!));
        Assert.Equal((10, 1), await purchase.StockAsync(ct));
        var failed = await support.Api.GetJsonAsync($"/api/staff/refunds?status=failed&search={order["number"]}", ct);
        var failure = (string)Assert.Single(failed.AsArray())!["failure"]!;
        Assert.Contains("invalid_request", failure, StringComparison.Ordinal);
        // Staff decide: the order can be shipped after all.
        using var shipped = await support.Api.PostAsJsonAsync(
            "/api/shipping/create",
            new
            {
                order_id = (string)order["id"]!,
                recipient = new { name = "Анна Ким", phone = "+79001234567", address = "170000, Тверь, Лесная, 5" }
            },
            ct);
        Assert.Equal("created", (string)(await shipped.AnswerAsync(HttpStatusCode.Created, ct))["status"]!);
        Assert.Equal("processing", (string)(await purchase.ReadAsync(order, ct))["status"]!);
    }

    [Fact]
    public async Task A_refund_accepted_while_the_shipment_is_created_recalls_the_parcel_before_it_pays()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        var track = $"BBR{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}000";
        await stubs.AnswerCreationsAsync(
            [new { status = 200, jsonBody = new { track }, fixedDelayMilliseconds = 3000 }], ct);
        var payment = await purchase.PayAsync(order, ct);
        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "creating",
            TimeSpan.FromSeconds(30),
            "the worker asks the carrier");

        await RefundAsync(purchase, order, ct);
        await purchase.WaitForRefundAsync(order, ct);

        Assert.Equal("cancelled", await stubs.ShipmentAsync<string>(Sql.Of($"status"), ct));
        await AssertRecalledBeforePaidAsync(stubs, purchase, payment, ct);
        var now = await purchase.ReadAsync(order, ct);
        Assert.Equal(("refunded", false), ((string)now["status"]!, (bool)now["inventory_reserved"]!));
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task A_refund_accepted_after_the_shipment_recalls_the_parcel_before_it_pays()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        var payment = await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        await RefundAsync(purchase, order, ct);
        await purchase.WaitForRefundAsync(order, ct);

        await AssertRecalledBeforePaidAsync(stubs, purchase, payment, ct);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task A_refund_accepted_before_the_shipment_is_started_prevents_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var id = (Guid)(await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry))["id"]!;
        // Without its message, so that the worker does not ship it.
        await shop.Database.ExecuteAsync(
            $"update orders.orders set status = 'confirmed', payment_status = 'paid' where id = {id}", ct);
        var read = (await new OrderStore(shop.Database).FindAsync(id, ct))!;
        await using var server = await CarrierServer.StartAsync(Reply.Ok("{}"));
        using var host = new CarrierHost(server.Url);
        var shipments = new ShipmentStore(
            shop.Database, host.Carriers, null!, Options.Create(new ShippingOptions()));
        await using var refunding = await shop.Database.OpenConnectionAsync(ct);
        await using var transaction = await refunding.BeginTransactionAsync(ct);
        await refunding.ExecuteAsync(
            $"with {OrderChanges.RefundAccepted(id, Sql.Of($"(select)"))} select from moved", ct);

        var shipping = shipments.CreateAsync(read, CarrierHost.Boxberry, new("Анна", "+79001234567", "Тверь"), ct);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<bool>(
                $"""
                select exists (
                    select from pg_stat_activity where {refunding.ProcessID} = any (pg_blocking_pids(pid)))
                """,
                ct),
            isWaiting => isWaiting,
            TimeSpan.FromSeconds(20),
            "the shipment waits for the refund");
        await transaction.CommitAsync(ct);

        Assert.Null(await shipping);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_parcel_that_cannot_be_recalled_keeps_the_money_and_the_order_goes_on()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        var payment = await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        await stubs.AnswerCancellationsAsync(new { status = 200, jsonBody = new { err = "Посылка уже принята" } }, ct);

        await RefundAsync(purchase, order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        var pattern = PaymentProvider.YooKassa.RefundPattern(await purchase.ProviderIdAsync(payment, ct));
        Assert.Empty(await shop.WireMock.RequestsAsync(pattern, ct));
        // The parcel is tracked on.
        Assert.Equal("created", await stubs.ShipmentAsync<string>(Sql.Of($"status"), ct));
        Assert.Equal((10, 1), await purchase.StockAsync(ct));
    }

    async Task AssertRecalledBeforePaidAsync(
        CarrierStubs stubs, Purchase purchase, JsonObject payment, CancellationToken ct)
    {
        var recall = Assert.Single(await stubs.CancellationsAsync(ct));
        var pattern = PaymentProvider.YooKassa.RefundPattern(await purchase.ProviderIdAsync(payment, ct));
        var paid = Assert.Single(await shop.WireMock.RequestsAsync(pattern, ct));
        Assert.True(WireMock.LoggedAt(recall) <= WireMock.LoggedAt(paid));
    }

    static async Task<JsonObject> PaidAsync(Purchase purchase, CancellationToken ct)
    {
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        return order;
    }

    static async Task<JsonObject> RefundAsync(
        Purchase purchase, JsonObject order, CancellationToken ct, decimal? amount = null, Customer? by = null)
    {
        using var response = await purchase.TryRefundAsync(order, ct, amount, by);
        return await response.AnswerAsync(HttpStatusCode.Created, ct);
    }
}
