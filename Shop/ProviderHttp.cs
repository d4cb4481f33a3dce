using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop;

/// <summary>Shared by the HTTP clients of all outside providers.</summary>
static class ProviderHttp
{
    /// <summary>
    /// Whether the HTTP client may retry the request (ServiceDefaults/HttpResilience.cs). Overrides what its method and
    /// headers imply.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("Repeatable");

    /// <summary>
    /// Whether the provider answers without waiting for a bank. The HTTP client then uses a shorter timeout for the
    /// first attempt while a user is waiting.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Quick = new("Quick");

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Credentials(user, password));

    public static string Credentials(string user, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Reads the body as UTF-8, whatever the headers say.</summary>
    public static async Task<T> ReadAsync<T>(
        string provider, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync(body, type, ct) is { } answer
                ? answer
                : throw Unreadable(provider);
        }
        catch (JsonException e)
        {
            throw Unreadable(provider, e);
        }
    }

    /// <summary>Null when the body is not JSON, such as the error page of a proxy.</summary>
    public static async Task<T?> ReadOrNullAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
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
