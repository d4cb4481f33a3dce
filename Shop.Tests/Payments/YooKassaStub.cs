using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests.Payments;

/// <summary>YooKassa as WireMock plays it, seen through one order that only this test pays.</summary>
sealed class YooKassaStub(HttpClient wiremock, JsonObject order) : IAsyncDisposable
{
    readonly List<string> _added = [];

    object Charge => new
    {
        method = "POST",
        urlPath = "/v3/payments",
        bodyPatterns = new[] { new { matchesJsonPath = new { expression = "$.metadata.order_id", equalTo = (string)order["id"]! } } }
    };

    /// <summary>The next charge of this order gets this answer, and the ones after it everybody's.</summary>
    public async Task AnswerOnceAsync(object response, CancellationToken ct)
    {
        using var added = await wiremock.PostAsJsonAsync("/__admin/mappings", new
        {
            priority = 1,
            scenarioName = $"yookassa {order["id"]}",
            requiredScenarioState = "Started",
            newScenarioState = "answered",
            request = Charge,
            response
        }, ct);
        added.EnsureSuccessStatusCode();
        _added.Add((string)(await added.Content.ReadFromJsonAsync<JsonObject>(ct))!["id"]!);
    }

    /// <summary>The calls that charge it, each with its key.</summary>
    public async Task<List<JsonObject>> ChargesAsync(CancellationToken ct)
    {
        using var answer = await wiremock.PostAsJsonAsync("/__admin/requests/find", Charge, ct);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["requests"]!.AsArray().Select(request => request!.AsObject())];
    }

    public static async Task<List<JsonObject>> RefundsAsync(HttpClient wiremock, string providerId, CancellationToken ct)
    {
        using var answer = await wiremock.PostAsJsonAsync("/__admin/requests/find", new
        {
            method = "POST",
            urlPath = "/v3/refunds",
            bodyPatterns = new[] { new { matchesJsonPath = new { expression = "$.payment_id", equalTo = providerId } } }
        }, ct);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["requests"]!.AsArray().Select(request => request!.AsObject())];
    }

    public static string KeyOf(JsonObject request) => (string)request["headers"]!["Idempotence-Key"]!;

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _added)
            (await wiremock.DeleteAsync($"/__admin/mappings/{id}")).Dispose();
    }
}
