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

    /// <summary>The carrier says from the start, and for a minute, that its parcel is on its way.</summary>
    public Task CreateShippedAsync(CancellationToken ct) => CreateAsync(TimeSpan.FromSeconds(31), ct);

    /// <summary>The carrier says from the start that its parcel has been delivered.</summary>
    public Task CreateDeliveredAsync(CancellationToken ct) => CreateAsync(TimeSpan.FromMinutes(2), ct);

    // The stubs derive a parcel's age from the time in its number.
    Task CreateAsync(TimeSpan age, CancellationToken ct)
    {
        var accepted = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeMilliseconds();
        var (status, created) = carrier switch
        {
            CarrierHost.Cdek => (202, (object)new { entity = new { uuid = CdekId(accepted) } }),
            CarrierHost.Boxberry => (200, new { track = $"BBR{accepted}{Random.Shared.Next(100, 1000)}" }),
            _ => (
                200,
                new Dictionary<string, long[]> { ["result-ids"] = [accepted * 1000 + Random.Shared.Next(100, 1000)] })
        };
        return _answers.AnswerAsync(Creation, new { status, jsonBody = created }, ct);
    }

    /// <summary>An order of CDEK that was accepted at this time, in milliseconds.</summary>
    public static string CdekId(long accepted) => $"{Guid.CreateVersion7()}"[..24] + $"{accepted}"[1..];

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
                (object)new { entity = new { uuid = CdekId(made) } }),
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

    public Task<T?> ShipmentAsync<T>(Sql column, CancellationToken ct) =>
        shop.Database.ScalarAsync<T>(
            $"select {column} from shipping.shipments where order_id = {(Guid)order["id"]!}",
            ct);

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
