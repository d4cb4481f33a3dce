using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests.Inventory;

/// <summary>The warehouse as WireMock plays it. Its list is everybody's, so only one class of tests changes it, one test at a time, and puts it back.</summary>
sealed class ErpStub(HttpClient wiremock) : IAsyncDisposable
{
    readonly List<string> _added = [];
    readonly Guid _scenario = Guid.CreateVersion7();

    public static object Page(IEnumerable<(string Sku, int OnHand)> items, int page = 1, int pages = 1, string at = "2026-08-01T10:00:00Z") =>
        new { generated_at = at, items = items.Select(item => new { sku = item.Sku, on_hand = item.OnHand }), page, pages };

    public Task AnswerAsync(object body, CancellationToken ct, int page = 1) => AddAsync(page, new { status = 200, jsonBody = body }, null, null, ct);

    public Task AnswerTextAsync(int status, string body, CancellationToken ct) => AddAsync(1, new { status, body }, null, null, ct);

    /// <summary>Fails so often, and then has this.</summary>
    public async Task FailAsync(int times, object body, CancellationToken ct)
    {
        for (var i = 0; i < times; i++)
            await AddAsync(1, new { status = 503 }, i == 0 ? "Started" : $"failed {i}", $"failed {i + 1}", ct);
        await AddAsync(1, new { status = 200, jsonBody = body }, $"failed {times}", null, ct);
    }

    async Task AddAsync(int page, object response, string? state, string? next, CancellationToken ct)
    {
        var mapping = new JsonObject
        {
            ["priority"] = 1,
            ["request"] = new JsonObject
            {
                ["method"] = "GET",
                ["urlPath"] = "/erp/stock",
                ["queryParameters"] = new JsonObject { ["page"] = new JsonObject { ["equalTo"] = $"{page}" } },
                ["headers"] = new JsonObject { ["X-Api-Key"] = new JsonObject { ["equalTo"] = "development" } }
            },
            ["response"] = System.Text.Json.JsonSerializer.SerializeToNode(response)
        };
        if (state is not null)
        {
            mapping["scenarioName"] = $"erp {_scenario}";
            mapping["requiredScenarioState"] = state;
            if (next is not null)
                mapping["newScenarioState"] = next;
        }
        using var added = await wiremock.PostAsJsonAsync("/__admin/mappings", mapping, ct);
        added.EnsureSuccessStatusCode();
        _added.Add((string)(await added.Content.ReadFromJsonAsync<JsonObject>(ct))!["id"]!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _added)
            (await wiremock.DeleteAsync($"/__admin/mappings/{id}")).Dispose();
    }
}
