using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Shop.Accounts;
using Shop.Database;
using Shop.Orders;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Telemetry;
using Shop.Tests.Web;

namespace Shop.Tests.Orders;

/// <summary>
/// Orders of the store dialect have no address: they are collected, and paid at the counter. Where staff act, the order
/// is one that the graph does not hand over by itself.
/// </summary>
public class PickupTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_pickup_is_confirmed_at_once_and_handed_over_and_paid_without_shipping()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);

        var placed = await purchase.PlacePickupAsync(ct, quantity: 3);

        Assert.Equal(
            ("CONFIRMED", "UNPAID", "301.50"),
            ((string)placed["status"]!, (string)placed["payment_status"]!, placed["total_amount"]!.ToJsonString()));
        var order = await purchase.WaitUntilAsync(placed, "delivered", ct);
        Assert.Equal(
            ["confirmed placed", "processing ready for pickup", "delivered handed over"],
            order["history"]!.AsArray().Select(step => $"{step!["status"]} {step["note"]}"));
        Assert.Equal(
            ("paid", "pickup", "0.00", true, false, false),
            (
                (string)order["payment_status"]!,
                (string)order["shipping_method"]!,
                order["shipping_cost"]!.ToJsonString(),
                (bool)order["payment_processed"]!,
                (bool)order["shipping_created"]!,
                (bool)order["inventory_reserved"]!));
        var read = await purchase.Customer.Api.GetJsonAsync($"/order-api/orders/{order["id"]}", ct);
        Assert.Equal(("DELIVERED", "PAID"), ((string)read["status"]!, (string)read["payment_status"]!));
        Assert.Equal((7, 0), await purchase.StockAsync(ct));
        Assert.Equal("counter cash succeeded 301.50", await PaymentAsync(order, ct));
        Assert.Equal("3 301.50", await SoldAsync(purchase, "3 301.50", ct));
    }

    [Fact]
    public async Task Staff_hand_over_once_however_often_they_press_the_button()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var staff = await Customers.StaffAsync(shop, ct);
        var order = await purchase.PlaceHeldPickupAsync(ct, quantity: 2);
        await purchase.WaitUntilAsync(order, "processing", ct);

        var states = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var response = await HandOverAsync(staff.Api, order, ct, "card");
            var answer = await response.AnswerAsync(HttpStatusCode.OK, ct);
            return $"{answer["status"]} {answer["payment_status"]}";
        }));

        Assert.Equal(["delivered paid"], states.Distinct());
        Assert.Equal((8, 0), await purchase.StockAsync(ct));
        Assert.Equal("counter card succeeded 201.00", await PaymentAsync(order, ct));
        var trail = await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={order["id"]}", ct);
        var act = Assert.Single(trail.AsArray());
        Assert.Equal(
            ("order.handed_over", "card", staff.Id),
            ((string)act!["action"]!, (string)act["detail"]!["payment_method"]!, (Guid)act["actor"]!));
    }

    [Fact]
    public async Task The_staff_page_hands_over()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceHeldPickupAsync(ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        var page = $"/staff/orders/{order["id"]}";
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        Assert.False((await support.VisitAsync(page, ct)).Has("Выдать покупателю"));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);

        var done = await staff.SubmitAsync(page, "/hand-over\"", ct, ("method", "cash"));

        Assert.Equal("Заказ оплачен и выдан.", done.Notice);
        Assert.False(done.Has("Выдать покупателю"), done.Text);
        Assert.Equal("counter cash succeeded 100.50", await PaymentAsync(order, ct));
    }

    [Fact]
    public async Task A_pickup_that_nobody_collects_expires_and_returns_its_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceHeldPickupAsync(ct, quantity: 4);
        var waits = await purchase.WaitUntilAsync(order, "processing", ct);
        Assert.InRange(
            (DateTimeOffset)waits["expires_at"]! - TimeProvider.System.GetUtcNow(),
            TimeSpan.FromDays(6.9),
            TimeSpan.FromDays(7));
        Assert.Equal((10, 4), await purchase.StockAsync(ct));
        await shop.Database.ExecuteAsync(
            $"update orders.orders set expires_at = now() where id = {(Guid)order["id"]!}", ct);

        var expired = await purchase.WaitUntilAsync(order, "cancelled", ct);

        Assert.Equal("cancelled: not picked up in time", (string)expired["history"]!.AsArray()[^1]!["note"]!);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        Assert.Null(await PaymentAsync(order, ct));
        using var late = await HandOverAsync(shop.Admin, order, ct);
        await late.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Fact]
    public async Task Of_a_hand_over_and_a_cancellation_at_once_one_happens()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 1000);
        var left = 1000;
        for (var i = 0; i < 8; i++)
        {
            var order = await purchase.PlaceHeldPickupAsync(ct);
            await purchase.WaitUntilAsync(order, "processing", ct);

            var handOver = HandOverAsync(shop.Admin, order, ct);
            var cancel = purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct);
            using var handedOver = await handOver;
            using var cancelled = await cancel;

            Assert.Equal(
                [HttpStatusCode.OK, HttpStatusCode.Conflict],
                new[] { handedOver.StatusCode, cancelled.StatusCode }.Order());
            left -= handedOver.IsSuccessStatusCode ? 1 : 0;
            Assert.Equal((left, 0), await purchase.StockAsync(ct));
            Assert.Equal(handedOver.IsSuccessStatusCode, await PaymentAsync(order, ct) is not null);
        }
    }

    [Fact]
    public async Task A_pickup_is_neither_paid_online_nor_shipped_nor_processed()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceHeldPickupAsync(ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        using var paid = await purchase.TryPayAsync(order, ct);
        await paid.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var shipped = await shop.Admin.PostAsJsonAsync(
            "/api/shipping/create",
            new
            {
                order_id = (string)order["id"]!,
                service = "cdek",
                recipient = new { name = "Анна", phone = "+79001234567", address = "170000, Тверь, Лесная, 5" }
            },
            ct);
        await shipped.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var processed = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/process", new { }, ct);
        var task = (await processed.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"];
        var ended = await Eventually.WaitUntilAsync(
            () => purchase.Customer.Api.GetJsonAsync($"/api/tasks/{task}/status", ct),
            status => (string)status["status"]! is "SUCCESS" or "FAILURE",
            WaitLimit,
            "the end of the task");
        Assert.Equal("FAILURE", (string)ended["status"]!);
        Assert.Contains("pickup", (string)ended["error"]!, StringComparison.Ordinal);
        Assert.Equal("processing", (string)(await purchase.ReadAsync(order, ct))["status"]!);
    }

    [Fact]
    public async Task A_shipped_order_is_not_handed_over()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        using var refused = await HandOverAsync(shop.Admin, order, ct);

        await refused.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Fact]
    public async Task The_mails_of_a_pickup_speak_of_the_counter_and_never_of_shipping()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlacePickupAsync(ct);

        var sent = await Eventually.WaitUntilAsync(
            () => TemplatesAsync(purchase, order, ct), templates => templates.Count >= 3, WaitLimit, "three mails");

        Assert.Equal(["pickup_handed_over", "pickup_placed", "pickup_ready"], sent.Order());
        using var refused = await shop.Admin.PostAsJsonAsync(
            "/api/notifications/send",
            new { order_id = (string)order["id"]!, notification_type = "order_shipped" },
            ct);
        await refused.ProblemAsync(HttpStatusCode.UnprocessableEntity, ct);
    }

    [Fact]
    public async Task Money_from_the_counter_is_refunded_at_the_counter()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlacePickupAsync(ct);
        await purchase.WaitUntilAsync(order, "delivered", ct);

        using var refund = await shop.Admin.PostAsJsonAsync(
            "/api/payments/refund",
            new { order_id = (string)order["id"]!, amount = 100.50m, reason = "не подошло" },
            ct);
        await refund.AnswerAsync(HttpStatusCode.Created, ct);

        var refunded = await purchase.WaitUntilAsync(order, "refunded", ct);
        Assert.Equal("refunded", (string)refunded["payment_status"]!);
        Assert.Equal((9, 0), await purchase.StockAsync(ct));
    }

    [Fact]
    public async Task A_message_about_a_pickup_delivered_three_times_has_one_effect()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceHeldPickupAsync(ct, quantity: 2);
        await purchase.WaitUntilAsync(order, "processing", ct);
        var id = (Guid)order["id"]!;

        await DeliverAsync("orders.prepare_pickup", new OrderReserved(id), OrderReserved.Json, ct);
        await DeliverAsync("analytics.count_hand_over", new OrderHandedOver(id), OrderHandedOver.Json, ct);

        var history = (await purchase.ReadAsync(order, ct))["history"]!.AsArray();
        Assert.Single(history, step => (string)step!["note"]! == "ready for pickup");
        Assert.Equal("2 201.00", await SoldAsync(purchase, "2 201.00", ct));
    }

    async Task DeliverAsync<T>(
        string queue, T message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json, CancellationToken ct)
    {
        var (id, trace) = (Guid.CreateVersion7(), TraceParent.New());
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        for (var i = 0; i < 3; i++)
        {
            var properties = new BasicProperties
            {
                MessageId = $"{id}",
                Headers = new Dictionary<string, object?> { ["traceparent"] = trace.ToString() }
            };
            var body = JsonSerializer.SerializeToUtf8Bytes(message, json);
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, ct);
        }
        await shop.Telemetry.WaitForTraceAsync(
            trace.TraceId, spans => spans.Count(span => span is { Kind: SpanKind.Consumer, Failed: false }) == 3);
    }

    static Task<HttpResponseMessage> HandOverAsync(
        HttpClient api, JsonObject order, CancellationToken ct, string? method = null) =>
        api.PostAsJsonAsync($"/api/staff/orders/{order["id"]}/hand-over", new { payment_method = method }, ct);

    Task<string?> PaymentAsync(JsonObject order, CancellationToken ct) => shop.Database.ScalarAsync<string>(
        $"""
        select string_agg(concat_ws(' ', provider, method, status, amount), ', ')
        from payments.payments where order_id = {(Guid)order["id"]!}
        """, ct);

    static async Task<List<string>> TemplatesAsync(Purchase purchase, JsonObject order, CancellationToken ct)
    {
        var reports = await purchase.Customer.Api.GetJsonAsync($"/api/notifications/order/{order["id"]}", ct);
        return [.. reports.AsArray().Select(report => (string)report!["template"]!)];
    }

    Task<string?> SoldAsync(Purchase purchase, string expected, CancellationToken ct) => Eventually.WaitUntilAsync(
        () => shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', sum(quantity), sum(amount)) from analytics.events
            where type = 'sold' and product_id = {purchase.Goods.Ids[0]}
            """, ct),
        sold => sold == expected,
        WaitLimit,
        "the sale");
}
