using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments;

/// <summary>Shared by the gateways when they read a response.</summary>
static class ProviderResponse
{
    /// <summary>An unreadable answer counts as no answer: the money may have moved.</summary>
    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        string provider,
        JsonTypeInfo<T> type,
        Func<T, bool> isComplete,
        CancellationToken ct)
        where T : class
    {
        var answer = await ProviderHttp.ReadOrNullAsync(response, type, ct);
        return answer is not null && isComplete(answer)
            ? answer
            : throw Failure(provider, response.StatusCode, "an answer that cannot be read", isPermanent: false);
    }

    /// <summary>
    /// The reason is an error code of the provider, never its message, which may repeat parts of the request.
    /// </summary>
    public static ShopException Failure(string provider, HttpStatusCode status, string? reason, bool isPermanent) =>
        new(
            ErrorCode.Unavailable,
            $"{provider} answered {(int)status}{(reason is null ? "" : $": {reason}")}.",
            isPermanent);
}
