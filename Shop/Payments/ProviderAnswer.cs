using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments;

/// <summary>What the gateways have in common when they read an answer.</summary>
static class ProviderAnswer
{
    /// <summary>An answer that nobody can read says as little as none: the money may have moved.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, string provider, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken ct)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(ct), type);
            if (answer is not null && isWhole(answer))
                return answer;
        }
        catch (JsonException)
        {
        }
        throw Failure(provider, response.StatusCode, "an answer that cannot be read", isPermanent: false);
    }

    /// <summary>The error that stands in a refusal, when one does: proxies refuse in words of their own.</summary>
    public static async Task<T?> ErrorAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(ct), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The reason is a provider's code and never its prose, which may repeat what it was sent.</summary>
    public static ShopException Failure(string provider, HttpStatusCode status, string? reason, bool isPermanent) =>
        new(ErrorCode.Unavailable, $"{provider} answered {(int)status}{(reason is null ? "" : $": {reason}")}.", isPermanent);
}
