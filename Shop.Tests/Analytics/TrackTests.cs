using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;
using Shop.Database;
using Shop.Orders;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Analytics;

[Trait("suite", "contract")]
public class TrackTests(ShopFixture shop)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Tracked_events_are_stored_with_all_their_data()
    {
        var ct = TestContext.Current.CancellationToken;
        var (product, visitor) = (Guid.CreateVersion7(), $"v-{Guid.CreateVersion7()}");

        foreach (var type in (string[])["page_view", "add_to_cart", "purchase", "search"])
        {
            using var response = await shop.Api.PostAsJsonAsync(
                "/api/analytics/track",
                new { type, visitor_id = visitor, product_id = product, quantity = 2, query = "чай" },
                ct);
            Assert.Equal("ok", (string)(await response.AnswerAsync(HttpStatusCode.OK, ct))["status"]!);
        }
        using (var session = await shop.Api.PostAsJsonAsync(
            "/api/analytics/track/", new { type = "page_view", session_id = visitor, product_id = product }, ct))
            session.EnsureSuccessStatusCode();
        using (var cookie = new HttpRequestMessage(HttpMethod.Post, "/api/analytics/track")
        {
            Content = JsonContent.Create(new { type = "page_view", product_id = product })
        })
        {
            cookie.Headers.Add("Cookie", $"visitor_id={visitor}");
            (await shop.Api.SendAsync(cookie, ct)).EnsureSuccessStatusCode().Dispose();
        }
        using (var nameless = await shop.Api.PostAsJsonAsync(
            "/api/analytics/track", new { type = "page_view", product_id = product }, ct))
            nameless.EnsureSuccessStatusCode();

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"""
                select concat_ws(' ', count(*), count(distinct visitor),
                    count(*) filter (where quantity = 2 and data ->> 'query' = 'чай'))
                from analytics.events where product_id = {product}
                """, ct),
            counts => counts == "7 2 4",
            Timeout,
            "seven events of two visitors");
    }

    [Fact]
    public async Task A_locked_events_table_delays_no_response_and_loses_no_event()
    {
        var ct = TestContext.Current.CancellationToken;
        var product = Guid.CreateVersion7();
        await using (var connection = await shop.Database.OpenConnectionAsync(ct))
        await using (await connection.BeginTransactionAsync(ct))
        {
            await connection.ExecuteAsync($"lock table analytics.events in exclusive mode", ct);
            await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ =>
            {
                using var response = await shop.Api.PostAsJsonAsync(
                    "/api/analytics/track", new { type = "page_view", product_id = product }, ct);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }));
            Assert.Equal(
                0,
                await connection.ScalarAsync<long>(
                    $"select count(*) from analytics.events where product_id = {product}", ct));
        }

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"select count(*) from analytics.events where product_id = {product}", ct),
            count => count == 300,
            Timeout,
            "300 events");
    }

    [Theory]
    [InlineData("""{"type": "click"}""")]
    [InlineData("""{"type": "PAGE_VIEW"}""")]
    [InlineData("""{"type": "order"}""")]
    [InlineData("""{"type": 1}""")]
    [InlineData("""{"event": "page_view"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"page_view\"")]
    [InlineData("{ not json")]
    [InlineData("")]
    public async Task An_invalid_event_is_refused(string body)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync(
            "/api/analytics/track", new StringContent(body, null, "application/json"), ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsJsonAsync(
            "/api/analytics/track", new { type = "search", query = new string('x', 9000) }, ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
    }

    [Fact]
    public async Task A_paid_order_is_a_purchase_of_its_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 1_000_000m);
        var order = await purchase.PlaceAsync(ct, quantity: 2);

        await purchase.PayAsync(order, ct);

        await SoldAsync(purchase, "1 2 2000000.00", ct);
        var stats = await shop.Admin.GetJsonAsync("/api/analytics/stats", ct);
        Assert.True((int)stats["purchases"]! >= 1 && (decimal)stats["revenue"]! >= (decimal)order["total"]!);
        Assert.Contains(
            stats["top_products"]!.AsArray(),
            product => (Guid)product!["product_id"]! == purchase.Goods.Ids[0]
                && (decimal)product["revenue"]! == 2_000_000m);
    }

    [Fact]
    public async Task An_order_message_delivered_three_times_is_one_purchase()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var (id, trace) = (Guid.CreateVersion7(), TraceParent.New());
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var body = JsonSerializer.SerializeToUtf8Bytes(new OrderPaid((Guid)order["id"]!), OrderPaid.Json);

        for (var i = 0; i < 3; i++)
        {
            var properties = new BasicProperties
            {
                MessageId = $"{id}",
                Headers = new Dictionary<string, object?> { ["traceparent"] = trace.ToString() }
            };
            await channel.BasicPublishAsync("", "analytics.count_purchase", mandatory: true, properties, body, ct);
        }
        await shop.Telemetry.WaitForTraceAsync(
            trace.TraceId, spans => spans.Count(span => span is { Kind: SpanKind.Consumer, Failed: false }) == 3);

        await SoldAsync(purchase, "1 1 100.50", ct);
    }

    Task<string?> SoldAsync(Purchase purchase, string expected, CancellationToken ct) => Eventually.WaitUntilAsync(
        () => shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(*), sum(quantity), sum(amount)) from analytics.events
            where type = 'sold' and product_id = {purchase.Goods.Ids[0]}
            """, ct),
        sold => sold == expected,
        Timeout,
        "the sale");
}
