using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

/// <summary>Our keys are for the carriers only: orders are sent by all three, one of whom complains by quoting what it was sent, and then everything is searched that anybody keeps.</summary>
public class CarrierSecretTests(ShopFixture shop)
{
    // As AppHost/Providers.cs sets them while developing.
    static readonly string[] Secrets =
    [
        "cdek-secret-development", "boxberry-token-development", "post-token-development", "post-password-development", "post-tracking-development",
        Convert.ToBase64String("development:post-password-development"u8)
    ];

    [Fact]
    public async Task A_carriers_credentials_are_in_no_log_no_trace_no_problem_and_no_table()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var carrier in CarrierHost.Names)
            await SendAsync(carrier, ct);
        var problem = await FailAsync(ct);

        // The one whose key is in the address.
        await Eventually.BecomesTrueAsync(() => shop.Telemetry.Everything.Any(span => span.Attributes.GetValueOrDefault("url.full", "").Contains("/json.php?", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30), "spans of the carriers' calls");
        var traces = string.Join('\n', shop.Telemetry.Everything.Select(span => $"{span.Name} {string.Join(' ', span.Attributes.Values)}"));
        // What a process writes is here a little later.
        var logs = await Eventually.BecomesAsync(() => shop.Graph.LogsAsync("api", "worker", "web"), text => text.Contains("Boxberry answered", StringComparison.Ordinal), TimeSpan.FromSeconds(30), "the complaint in the logs");

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
        await purchase.PayAsync(order, ct);
        await purchase.BecomesAsync(order, "processing", ct);
        await stubs.AgeAsync(ct);
        await purchase.BecomesAsync(order, "delivered", ct);
    }

    /// <summary>The API's own attempt meets a carrier that quotes the request; what the customer is told of it.</summary>
    async Task<string> FailAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        await stubs.AnswerCreationsAsync([new { status = 200, jsonBody = new { err = "Неверный token boxberry-token-development" } }], ct, lastStays: true);
        var staff = await Accounts.Customers.StaffAsync(shop, ct);
        using var response = await staff.Api.PostAsJsonAsync("/api/shipping/create",
            new { order_id = (string)order["id"]!, service = "boxberry", recipient = new { name = "Анна", phone = "+79001234567", address = "170000, Тверь, Лесная, 5" } }, ct);
        var problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, ct);
        Assert.Contains("***", (string)problem["detail"]!, StringComparison.Ordinal);
        return problem.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    async Task<List<string>> AccessTokensAsync(CancellationToken ct) =>
        [.. (await shop.WireMock.RequestsAsync(new { method = "POST", urlPath = "/v2/orders" }, ct)).Select(request => ((string)request["headers"]!["Authorization"]!)["Bearer ".Length..]).Distinct()];
}
