using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests;

/// <summary>The admin API of WireMock: its request journal, and responses for the requests of one test.</summary>
static class WireMock
{
    /// <summary>A pattern for a body with this value at this JSON path.</summary>
    public static object[] Body(string path, string value) =>
        [new { matchesJsonPath = new { expression = path, equalTo = value } }];

    /// <summary>The matching requests in the journal, oldest first.</summary>
    public static async Task<List<JsonObject>> RequestsAsync(
        this HttpClient wiremock, object pattern, CancellationToken ct)
    {
        using var answer = await wiremock.PostAsJsonAsync("/__admin/requests/find", pattern, ct);
        answer.EnsureSuccessStatusCode();
        var found = (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["requests"]!.AsArray();
        return [.. found.Select(request => request!.AsObject()).OrderBy(LoggedAt)];
    }

    public static DateTimeOffset LoggedAt(JsonObject request) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)request["loggedDate"]!);
}

/// <summary>Responses that override the default ones until this is disposed.</summary>
sealed class StubOverrides(HttpClient wiremock) : IAsyncDisposable
{
    readonly List<string> _added = [];

    public Task AnswerAsync(object request, object response, CancellationToken ct) =>
        AddAsync(new { priority = 1, request, response }, ct);

    /// <summary>Returns the responses in turn, then the default one, unless the last one stays.</summary>
    public async Task AnswerInTurnAsync(
        object request, IReadOnlyList<object> responses, CancellationToken ct, bool lastStays = false)
    {
        var scenarioName = $"in turn {Guid.CreateVersion7()}";
        for (var i = 0; i < responses.Count; i++)
        {
            var requiredScenarioState = i == 0 ? "Started" : $"answered {i}";
            var newScenarioState = lastStays && i == responses.Count - 1 ? requiredScenarioState : $"answered {i + 1}";
            await AddAsync(
                new
                {
                    priority = 1,
                    scenarioName,
                    requiredScenarioState,
                    newScenarioState,
                    request,
                    response = responses[i]
                },
                ct);
        }
    }

    async Task AddAsync(object mapping, CancellationToken ct)
    {
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
