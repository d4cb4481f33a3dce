using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Shipping;

namespace Shop.Tests.Shipping;

public class CdekCarrierTests
{
    [Fact]
    public async Task Requests_match_the_CDEK_API()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host["cdek"].QuoteAsync(CarrierHost.Tver, [new(0.5m, 10.2m, 10, 10)], ct);
        var made = await host["cdek"].CreateAsync(CarrierHost.Order, mayExist: false, ct);
        await host["cdek"].FindAsync(made.ProviderId, null, ct);

        // All calls share one login.
        Assert.Equal(
            [
                "POST /v2/oauth/token",
                "POST /v2/calculator/tariff",
                "POST /v2/orders",
                $"GET /v2/orders/{CarrierWire.CdekId}"
            ],
            server.Received.Select(sent => sent.Line));
        Assert.Equal(
            "grant_type=client_credentials&client_id=cdek-id&client_secret=cdek-secret",
            server.Received[0].Body);
        Assert.All(
            server.Received.Skip(1),
            sent => Assert.Equal("Bearer cdek-access-token", sent.Headers["Authorization"]));
        Same(
            """
            {"type":1,"currency":1,"tariff_code":136,"from_location":{"code":44},
             "to_location":{"city":"Тверь","postal_code":"170000"},
             "packages":[{"weight":500,"length":11,"width":10,"height":10}]}
            """, server.Received[1].Body);
        Same("""
            {"type":1,"number":"S-1","tariff_code":136,"from_location":{"code":44},
             "to_location":{"address":"170000, Тверь, Лесная, 5, кв. 7"},
             "recipient":{"name":"Анна Ким","phones":[{"number":"+79001234567"}]},
             "packages":[{"number":"1","weight":1500,"length":30,"width":20,"height":10,"items":[
               {"name":"Лампа","ware_key":"LAMP-1","payment":{"value":0},"cost":100.5,"weight":500,"amount":2},
               {"name":"Пробка","ware_key":"FUSE-2","payment":{"value":0},"cost":20,"weight":500,"amount":1}]}]}
            """, server.Received[2].Body);
    }

    [Theory]
    [InlineData("CREATED", ShipmentStatus.Created)]
    [InlineData("TAKEN_BY_COURIER", ShipmentStatus.InTransit)]
    [InlineData("DELIVERED", ShipmentStatus.Delivered)]
    [InlineData("NOT_DELIVERED", ShipmentStatus.Returned)]
    [InlineData("REMOVED", ShipmentStatus.Cancelled)]
    [InlineData("SOMETHING_NEW", ShipmentStatus.InTransit)]
    public async Task The_newest_known_status_counts(string code, ShipmentStatus status)
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            sent.Has("/v2/orders/")
                ? Reply.Ok(
                    CarrierWire.CdekOrder(
                        $$"""
                        {"code":"{{code}}","name":"N","date_time":"2026-08-02T10:00:00+0300","city":"Тверь"},
                        {"code":"SENT_TO_TRANSIT_CITY","name":"T","date_time":"2026-08-01T10:00:00+0000"}
                        """))
                : null);
        using var host = new CarrierHost(server.Url);

        var found = await host["cdek"].FindAsync(CarrierWire.CdekId, null, TestContext.Current.CancellationToken);

        Assert.Equal((status, "1241123041"), (found.Status, found.TrackingNumber));
        Assert.Equal(new CarrierEvent(new(2026, 8, 2, 7, 0, 0, TimeSpan.Zero), "N", "Тверь"), found.Events[0]);
    }

    [Fact]
    public async Task An_order_rejected_after_acceptance_has_failed_with_the_reason()
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            sent.Has("/v2/orders/")
                ? Reply.Ok(
                    """
                    {"entity":{"uuid":"1"},"requests":[{"type":"CREATE","state":"INVALID",
                     "errors":[{"code":"v2_field","message":"No such city"}]}]}
                    """)
                : null);
        using var host = new CarrierHost(server.Url);

        var found = await host["cdek"].FindAsync("1", null, TestContext.Current.CancellationToken);

        Assert.Equal((ShipmentStatus.Failed, "No such city"), (found.Status, found.Failure));
    }

    [Fact]
    public async Task A_status_without_a_time_is_unreadable_and_one_without_a_name_shows_its_code()
    {
        var ct = TestContext.Current.CancellationToken;
        var answers = new Queue<string>(
        [
            """{"code":"CREATED","name":"N"}""",
            """{"code":"CREATED","date_time":"2026-08-01T10:00:00Z"}"""
        ]);
        await using var server = await CarrierServer.StartAsync(sent =>
            sent.Has("/v2/orders/") ? Reply.Ok(CarrierWire.CdekOrder(answers.Dequeue())) : null);
        using var host = new CarrierHost(server.Url);

        var unreadable = await Assert.ThrowsAsync<ShopException>(() =>
            host["cdek"].FindAsync(CarrierWire.CdekId, null, ct));
        var found = await host["cdek"].FindAsync(CarrierWire.CdekId, null, ct);

        Assert.False(unreadable.Permanent);
        Assert.Equal("CREATED", Assert.Single(found.Events).Status);
    }

    [Fact]
    public async Task An_expired_access_token_is_replaced()
    {
        var ct = TestContext.Current.CancellationToken;
        var logins = 0;
        await using var server = await CarrierServer.StartAsync(sent =>
            sent.Has("/oauth/token") ? Reply.Ok($$"""{"access_token":"token-{{++logins}}","expires_in":3599}""")
            : sent.Headers["Authorization"] == "Bearer token-1"
                ? new(401, """{"errors":[{"code":"v2_token_expired","message":"Token expired"}]}""")
            : null);
        using var host = new CarrierHost(server.Url);

        var refused = await Assert.ThrowsAsync<ShopException>(() =>
            host["cdek"].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], ct));
        Assert.False(refused.Permanent);

        Assert.NotNull(await host["cdek"].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], ct));
    }

    internal static void Same(string expected, string actual)
    {
        var json = JsonNode.Parse(actual)!;
        var readable = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), json),
            $"Expected {expected}\nbut was {json.ToJsonString(readable)}");
    }
}
