using System.Text.Json.Nodes;
using Shop.Database;

namespace Shop.Tests.Shipping;

/// <summary>The carriers as WireMock plays them, for one order that only this test ships.</summary>
sealed class CarrierStubs(ShopFixture shop, string carrier, JsonObject order) : IAsyncDisposable
{
    readonly StubOverrides _answers = new(shop.WireMock);

    string Number => (string)order["number"]!;

    /// <summary>Matches the calls that create its parcel.</summary>
    object Creation => carrier switch
    {
        CarrierHost.Cdek => new
        {
            method = "POST",
            urlPath = "/v2/orders",
            bodyPatterns = WireMock.Body("$.number", Number)
        },
        CarrierHost.Boxberry => new
        {
            method = "POST",
            urlPath = "/json.php",
            formParameters = new { sdata = new { contains = $"\"{Number}\"" } }
        },
        _ => new
        {
            method = "PUT",
            urlPath = "/1.0/user/backlog",
            bodyPatterns = WireMock.Body("$[0].order-num", Number)
        }
    };

    public Task<List<JsonObject>> CreationsAsync(CancellationToken ct) => shop.WireMock.RequestsAsync(Creation, ct);

    /// <summary>The calls that cancel its parcel.</summary>
    public async Task<List<JsonObject>> CancellationsAsync(CancellationToken ct) =>
        await shop.WireMock.RequestsAsync(await CancellationAsync(ct), ct);

    public async Task AnswerCancellationsAsync(object response, CancellationToken ct) =>
        await _answers.AnswerAsync(await CancellationAsync(ct), response, ct);

    async Task<object> CancellationAsync(CancellationToken ct)
    {
        var id = (await ShipmentAsync<string>(Sql.Of($"provider_id"), ct))!;
        return carrier switch
        {
            CarrierHost.Cdek => new { method = "DELETE", urlPath = $"/v2/orders/{id}" },
            CarrierHost.Boxberry => new
            {
                method = "GET",
                urlPath = "/json.php",
                queryParameters = new Dictionary<string, object>
                {
                    ["method"] = new { equalTo = "ParselDel" },
                    ["ImId"] = new { equalTo = id }
                }
            },
            _ => (object)new
            {
                method = "DELETE",
                urlPath = "/1.0/backlog",
                bodyPatterns = new[] { new { equalToJson = $"[{id}]" } }
            }
        };
    }

    public Task AnswerCreationsAsync(object[] responses, CancellationToken ct, bool lastStays = false) =>
        _answers.AnswerInTurnAsync(Creation, responses, ct, lastStays);

    /// <summary>The first request arrives, its response is lost, and every later lookup finds the parcel.</summary>
    public async Task LoseFirstResponseAsync(CancellationToken ct)
    {
        await AnswerCreationsAsync([new { fault = "CONNECTION_RESET_BY_PEER" }], ct);
        var made = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var (lookup, found) = carrier switch
        {
            CarrierHost.Cdek => (
                (object)new
                {
                    method = "GET",
                    urlPath = "/v2/orders",
                    queryParameters = new { im_number = new { equalTo = Number } }
                },
                (object)new { entity = new { uuid = $"72753031-0a3e-4a7d-9c1c-{made % 1_000_000_000_000:D12}" } }),
            CarrierHost.Boxberry => (
                new
                {
                    method = "GET",
                    urlPath = "/json.php",
                    queryParameters = new { method = new { equalTo = "ParselStory" } }
                },
                new[] { new { track = $"BBR{made}000", imid = Number } }),
            _ => (
                new
                {
                    method = "GET",
                    urlPath = "/1.0/backlog/search",
                    queryParameters = new { query = new { equalTo = Number } }
                },
                new[]
                {
                    new Dictionary<string, object>
                    {
                        ["id"] = made * 1000,
                        ["barcode"] = $"{made % 1_000_000_000_000:D12}00",
                        ["order-num"] = Number
                    }
                })
        };
        await _answers.AnswerAsync(lookup, new { status = 200, jsonBody = found }, ct);
    }

    /// <summary>
    /// The stubs derive a parcel's age from the time in its number. Makes this one two minutes old and due for polling.
    /// </summary>
    public Task MakeDueAsync(CancellationToken ct, string? nextCheck = null)
    {
        var ago = Sql.Of($"((extract(epoch from now()) * 1000)::bigint - 120000)::text");
        var numbers = carrier switch
        {
            CarrierHost.Cdek => Sql.Of($"provider_id = left(provider_id, 24) || substr({ago}, 2)"),
            CarrierHost.Boxberry => Sql.Of(
                $"""
                provider_id = 'BBR' || {ago} || right(provider_id, 3),
                tracking_number = 'BBR' || {ago} || right(provider_id, 3)
                """),
            _ => Sql.Of($"tracking_number = substr({ago}, 2) || right(tracking_number, 2)")
        };
        var next = nextCheck is null ? Sql.Of($"now()") : Sql.Of($"now() + {nextCheck}::interval");
        return shop.Database.ExecuteAsync(
            $"update shipping.shipments set next_check_at = {next}, {numbers} where order_id = {(Guid)order["id"]!}",
            ct);
    }

    public Task<T?> ShipmentAsync<T>(Sql column, CancellationToken ct) =>
        shop.Database.ScalarAsync<T>(
            $"select {column} from shipping.shipments where order_id = {(Guid)order["id"]!}",
            ct);

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
