using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests.Catalog;

/// <summary>Responses of the API as raw JSON, without the types of the shop.</summary>
static class Json
{
    public static async Task<JsonNode> GetJsonAsync(this HttpClient api, string path, CancellationToken ct) =>
        JsonNode.Parse(await api.GetStringAsync(path, ct))!;

    public static async Task<string[]> NamesAsync(this HttpClient api, string path, CancellationToken ct) =>
        [.. (await api.GetJsonAsync(path, ct)).AsArray().Select(product => (string)product!["name"]!)];

    /// <summary>Bypasses the cache, which other tests fill and which may be 0.7 s old.</summary>
    public static async Task<JsonObject> CategoryAsync(this HttpClient api, string slug, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/categories")
        {
            Headers = { CacheControl = new() { NoCache = true } }
        };
        using var response = await api.SendAsync(request, ct);
        var categories = await response.Content.ReadFromJsonAsync<JsonArray>(ct);
        return categories!.Single(category => (string)category!["slug"]! == slug)!.AsObject();
    }

    /// <summary>The body of the expected response. A failure shows the actual one.</summary>
    public static async Task<JsonObject> AnswerAsync(
        this HttpResponseMessage response, HttpStatusCode expected, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStringAsync(ct);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Checks for problem details (RFC 9457) without internals of the API.</summary>
    public static async Task<JsonObject> ProblemAsync(
        this HttpResponseMessage response, HttpStatusCode expected, CancellationToken ct)
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

    public static string[] Fields(this JsonObject problem) =>
        [.. problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal)];
}
