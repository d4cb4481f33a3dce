using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments;

/// <summary>What the gateways have in common when they read an answer.</summary>
static class ProviderAnswer
{
    /// <summary>An answer that nobody can read says as little as none: the money may have moved.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, string provider, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken ct) where T : class
    {
        var answer = await ProviderHttp.ReadOrNullAsync(response, type, ct);
        return answer is not null && isWhole(answer) ? answer : throw Failure(provider, response.StatusCode, "an answer that cannot be read", isPermanent: false);
    }

    /// <summary>The reason is a provider's code and never its prose, which may repeat what it was sent.</summary>
    public static ShopException Failure(string provider, HttpStatusCode status, string? reason, bool isPermanent) =>
        new(ErrorCode.Unavailable, $"{provider} answered {(int)status}{(reason is null ? "" : $": {reason}")}.", isPermanent);
}
