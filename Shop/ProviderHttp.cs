using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop;

/// <summary>What the clients of all outside providers have in common.</summary>
static class ProviderHttp
{
    /// <summary>Whether the HTTP client may send a request again by itself (ServiceDefaults/HttpResilience.cs), where its method and headers would say something else.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("Repeatable");

    /// <summary>That the receiver has all it takes to answer at once, and asks no bank: the HTTP client then gives up a first attempt earlier, where somebody waits for it.</summary>
    public static readonly HttpRequestOptionsKey<bool> Quick = new("Quick");

    public static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Credentials(user, password));

    public static string Credentials(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Always as UTF-8, whatever the headers say.</summary>
    public static async Task<T> ReadAsync<T>(string provider, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync(body, type, ct) is { } answer ? answer : throw Unreadable(provider);
        }
        catch (JsonException e)
        {
            throw Unreadable(provider, e);
        }
    }

    /// <summary>Null where it is no JSON: who stands in between refuses in words of their own.</summary>
    public static async Task<T?> ReadOrNullAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync(body, type, ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static ShopException Unreadable(string provider, Exception? inner = null) =>
        new(ErrorCode.Unavailable, $"{provider} gave an answer that cannot be read.", permanent: false, inner);
}
