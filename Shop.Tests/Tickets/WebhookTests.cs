using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;

namespace Shop.Tests.Tickets;

public class WebhookTests(ShopFixture shop)
{
    // As in the graph of development and tests.
    const string GraphSecret = "qtickets-secret-development";

    [Fact]
    public async Task The_route_takes_only_what_QTickets_has_signed()
    {
        var ct = TestContext.Current.CancellationToken;
        // Above all ids of the stubs.
        var id = 1_000_000_000L + RandomNumberGenerator.GetInt32(int.MaxValue);
        var body = Encoding.UTF8.GetBytes(
            $$"""
            {"id":{{id}},"payed":1,"updated_at":"2026-08-01T12:00:00+03:00","client":{"email":"a@example.com"},"baskets":[]}
            """);
        var signature = SignatureOf(body);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(body, null, ct));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(body, "", ct));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync([.. body, (byte)' '], signature, ct));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(body, new string('0', 40), ct));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body, signature, ct, model: "Event"));
        Assert.Equal(0, await StoredAsync());
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body, signature, ct));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body, signature.ToUpperInvariant(), ct));
        Assert.Equal(1, await StoredAsync());
        string[] refused = ["", "null", "[]", "7", "{", """{"id":"x"}""", """{"id":1e99}""", """{"price":1}"""];
        foreach (var nonsense in refused)
            Assert.Equal(
                HttpStatusCode.BadRequest,
                await SendAsync(Encoding.UTF8.GetBytes(nonsense), SignatureOf(Encoding.UTF8.GetBytes(nonsense)), ct));

        Task<long> StoredAsync() => shop.Database.ScalarAsync<long>(
            $"select count(*) from ticket_staging.items where resource = 'orders' and item_id = {id}", ct);
    }

    [Fact]
    public async Task Webhooks_in_any_order_and_again_give_what_an_import_gives()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        await using var imported = await ImportingShop.StartAsync(shop, ct, sales.Office);
        await sales.ImportAsync(ct);
        var (random, told) = (new Random(7), new List<byte[]>());
        foreach (var order in sales.Office.Orders.Take(8))
        {
            sales.Office.Pay(order);
            told.Add(Body(order));
            sales.Office.Refund(order);
            told.Add(Body(order));
            sales.Office.Delete(order);
            told.Add(Body(order));
            if (order % 2 == 0)
                sales.Office.Restore(order);
            told.Add(Body(order));
        }
        var late = told.Concat(told).ToArray();
        random.Shuffle(late);
        foreach (var body in late)
            await sales.Webhooks.ReceiveAsync(body, "updated", ct);
        foreach (var body in told)
            Assert.False(await sales.Webhooks.ReceiveAsync(body, "updated", ct));
        await imported.ImportAsync(ct);

        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        Assert.Equal(await imported.StagedChecksumAsync(ct), await sales.StagedChecksumAsync(ct));
        // The derivation is told of each of them.
        Assert.Equal(
            8,
            await sales.Database.ScalarAsync<long>(
                $"select count(distinct item_id) from ticket_staging.changes where resource = 'orders'", ct));

        byte[] Body(long order)
        {
            var body = JsonNode.Parse(sales.Office.Webhook(order, ImportingShop.Secret).Body)!.AsObject();
            body["refunded_baskets"] = new JsonArray(1, 2);
            return Encoding.UTF8.GetBytes(body.ToJsonString());
        }
    }

    async Task<HttpStatusCode> SendAsync(byte[] body, string? signature, CancellationToken ct, string model = "Order")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tickets/webhooks/qtickets")
        {
            Content = new ByteArrayContent(body)
        };
        request.Headers.Add("X-Event-Type", "payed");
        request.Headers.Add("X-Model-Name", model);
        if (signature is not null)
            request.Headers.Add("X-Signature", signature);
        using var response = await shop.Api.SendAsync(request, ct);
        return response.StatusCode;
    }

    static string SignatureOf(byte[] body)
    {
#pragma warning disable CA5350 // QTickets signs with SHA-1.
        return Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(GraphSecret), body));
#pragma warning restore CA5350
    }
}
