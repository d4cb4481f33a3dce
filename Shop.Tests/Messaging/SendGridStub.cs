using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests.Messaging;

/// <summary>SendGrid as WireMock plays it, seen through one address that only this test writes to.</summary>
sealed class SendGridStub(HttpClient wiremock, string email) : IAsyncDisposable
{
    readonly List<string> _added = [];

    object Mail => new { method = "POST", urlPath = "/v3/mail/send", bodyPatterns = new[] { new { matchesJsonPath = new { expression = "$.personalizations[0].to[0].email", equalTo = email } } } };

    /// <summary>Answers mail to this address with these one after the other, and as everybody's afterwards.</summary>
    public async Task AnswerAsync(int[] statuses, object body, CancellationToken ct)
    {
        var scenario = $"sendgrid {email}";
        for (var i = 0; i < statuses.Length; i++)
        {
            using var added = await wiremock.PostAsJsonAsync("/__admin/mappings", new
            {
                priority = 1,
                scenarioName = scenario,
                requiredScenarioState = i == 0 ? "Started" : $"answered {i}",
                newScenarioState = $"answered {i + 1}",
                request = Mail,
                response = new { status = statuses[i], jsonBody = body }
            }, ct);
            added.EnsureSuccessStatusCode();
            _added.Add((string)(await added.Content.ReadFromJsonAsync<JsonObject>(ct))!["id"]!);
        }
    }

    public async Task<int> CountAsync(CancellationToken ct)
    {
        using var answer = await wiremock.PostAsJsonAsync("/__admin/requests/count", Mail, ct);
        return (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["count"]!;
    }

    /// <summary>What arrived, oldest first.</summary>
    public async Task<List<(DateTimeOffset At, JsonObject Request)>> RequestsAsync(CancellationToken ct)
    {
        using var answer = await wiremock.PostAsJsonAsync("/__admin/requests/find", Mail, ct);
        var requests = (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["requests"]!.AsArray().Select(request => request!.AsObject());
        return [.. requests.Select(request => (DateTimeOffset.FromUnixTimeMilliseconds((long)request["loggedDate"]!), request)).OrderBy(request => request.Item1)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _added)
            (await wiremock.DeleteAsync($"/__admin/mappings/{id}")).Dispose();
    }
}
