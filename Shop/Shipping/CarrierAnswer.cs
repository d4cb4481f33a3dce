using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Shipping;

/// <summary>What carriers answer, read the same way for all of them.</summary>
static class CarrierAnswer
{
    const int Longest = 300;

    /// <summary>Always as UTF-8, whatever the headers say.</summary>
    public static async Task<T> ReadAsync<T>(string carrier, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync(body, type, ct) is { } answer ? answer : throw Unreadable(carrier);
        }
        catch (JsonException e)
        {
            throw Unreadable(carrier, e);
        }
    }

    public static ShopException Unreadable(string carrier, Exception? inner = null) =>
        new(ErrorCode.Unavailable, $"{carrier} gave an answer that cannot be read.", permanent: false, inner);

    /// <summary>The message is kept, logged and shown. A server that complains by quoting the request must not bring our credentials there.</summary>
    public static ShopException Failed(string carrier, string said, bool permanent, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length > 0)
                said = said.Replace(secret, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(secret), "***", StringComparison.Ordinal);
        }
        return new(ErrorCode.Unavailable, $"{carrier} answered {(said.Length > Longest ? said[..Longest] : said)}", permanent);
    }
}
