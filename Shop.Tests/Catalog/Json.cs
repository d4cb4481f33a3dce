using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests.Catalog;

/// <summary>Answers of the API as a client in another language sees them: raw JSON, none of our types.</summary>
static class Json
{
    public static async Task<JsonNode> GetJsonAsync(this HttpClient api, string path, CancellationToken ct) =>
        JsonNode.Parse(await api.GetStringAsync(path, ct))!;

    public static async Task<string[]> NamesAsync(this HttpClient api, string path, CancellationToken ct) =>
        [.. (await api.GetJsonAsync(path, ct)).AsArray().Select(product => (string)product!["name"]!)];

    /// <summary>As it is now: the list that other tests make hot may be 0.7 s old.</summary>
    public static async Task<JsonObject> CategoryAsync(this HttpClient api, string slug, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/categories") { Headers = { CacheControl = new() { NoCache = true } } };
        using var response = await api.SendAsync(request, ct);
        var categories = await response.Content.ReadFromJsonAsync<JsonArray>(ct);
        return categories!.Single(category => (string)category!["slug"]! == slug)!.AsObject();
    }

    /// <summary>The answer, when it is the one expected; what came instead, when not.</summary>
    public static async Task<JsonObject> AnswerAsync(this HttpResponseMessage response, HttpStatusCode expected, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStringAsync(ct);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>RFC 9457, and nothing that is not for the caller.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response, HttpStatusCode expected, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStringAsync(ct);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        var problem = JsonNode.Parse(body)!.AsObject();
        Assert.Equal((int)expected, (int)problem["status"]!);
        Assert.NotNull(problem["title"]);
        return problem;
    }

    public static string[] Fields(this JsonObject problem) => [.. problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal)];
}
