using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

/// <summary>
/// Credentials are for the carriers only. All three ship an order, one of them quotes the request in an error, and then
/// everything stored is searched.
/// </summary>
public class CarrierSecretTests(ShopFixture shop)
{
    // As AppHost/Providers.cs sets them in development.
    static readonly string[] Secrets =
    [
        "cdek-secret-development",
        "boxberry-token-development",
        "post-token-development",
        "post-password-development",
        "post-tracking-development",
        Convert.ToBase64String("development:post-password-development"u8)
    ];

    [Fact]
    public async Task Carrier_credentials_stay_out_of_logs_traces_problems_and_tables()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var carrier in CarrierHost.Names)
            await SendAsync(carrier, ct);
        var problem = await FailAsync(ct);

        // Boxberry has its key in the URL.
        await Eventually.WaitUntilTrueAsync(
            () =>
                shop.Telemetry.Everything.Any(span =>
                    span.Attributes.GetValueOrDefault("url.full", "").Contains("/json.php?", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30),
            "spans of the carriers' calls");
        var traces = string.Join(
            '\n',
            shop.Telemetry.Everything.Select(span => $"{span.Name} {string.Join(' ', span.Attributes.Values)}"));
        // Logs arrive a little later.
        var logs = await Eventually.WaitUntilAsync(
            () => shop.Graph.LogsAsync("api", "worker", "web"),
            text => text.Contains("Boxberry answered", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            "the complaint in the logs");

        Assert.NotEqual("", await shop.Database.TablesWithAsync("Boxberry answered", ct));
        var tokens = await AccessTokensAsync(ct);
        Assert.NotEmpty(tokens);
        foreach (var secret in Secrets.Concat(tokens))
        {
            foreach (var (where, text) in new[] { ("traces", traces), ("logs", logs), ("problem", problem) })
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{secret} is in the {where}.");
            Assert.Equal("", await shop.Database.TablesWithAsync(secret, ct));
        }
    }

    async Task SendAsync(string carrier, CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await stubs.CreateDeliveredAsync(ct);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "delivered", ct);
    }

    /// <summary>The carrier quotes the API's request in an error. Returns the problem that the caller gets.</summary>
    async Task<string> FailAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        await stubs.AnswerCreationsAsync(
            [new { status = 200, jsonBody = new { err = "Неверный token boxberry-token-development" } }],
            ct,
            lastStays: true);
        var staff = await Accounts.Customers.StaffAsync(shop, ct);
        using var response = await staff.Api.PostAsJsonAsync(
            "/api/shipping/create",
            new
            {
                order_id = (string)order["id"]!,
                service = "boxberry",
                recipient = new { name = "Анна", phone = "+79001234567", address = "170000, Тверь, Лесная, 5" }
            },
            ct);
        var problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, ct);
        Assert.Contains("***", (string)problem["detail"]!, StringComparison.Ordinal);
        return problem.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    async Task<List<string>> AccessTokensAsync(CancellationToken ct) =>
        [
            .. (await shop.WireMock.RequestsAsync(new { method = "POST", urlPath = "/v2/orders" }, ct))
                .Select(request => ((string)request["headers"]!["Authorization"]!)["Bearer ".Length..])
                .Distinct()
        ];
}
