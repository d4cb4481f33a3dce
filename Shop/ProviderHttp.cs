using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop;

/// <summary>Shared by the clients of all external providers.</summary>
static class ProviderHttp
{
    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Credentials(user, password));

    public static string Credentials(string user, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Reads the body as UTF-8, whatever charset the headers name.</summary>
    public static async Task<T> ReadAsync<T>(
        string provider, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync(body, type, ct) ?? throw UnreadableResponse(provider);
        }
        catch (JsonException e)
        {
            throw UnreadableResponse(provider, e);
        }
    }

    /// <summary>Null when the body is not JSON: a proxy in between sends error pages of its own.</summary>
    public static async Task<T?> ReadOrNullAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) where T : class
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

    public static ShopException UnreadableResponse(string provider, Exception? inner = null) =>
        new(ErrorCode.Unavailable, $"{provider} gave an answer that cannot be read.", permanent: false, inner);
}
