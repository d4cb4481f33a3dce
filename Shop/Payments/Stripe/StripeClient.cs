using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments.Stripe;

/// <summary>The Stripe protocol: forms in, JSON out, errors with a type. https://docs.stripe.com/api/errors</summary>
sealed class StripeClient(HttpClient http, StripeOptions options)
{
    // The records in StripeWire follow this version, whatever the account's default is.
    const string Version = "2024-06-20";

    // These wait for the customer's bank.
    static readonly string[] SlowPaths = ["/v1/payment_intents", "/v1/refunds"];

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, Func<T, bool> isComplete, CancellationToken ct)
        where T : class =>
        SendAsync(new(HttpMethod.Get, Address(path)), isQuick: true, type, isComplete, ct);

    public Task<T> PostAsync<T>(
        string path,
        Guid key,
        IEnumerable<(string Name, string? Value)> form,
        JsonTypeInfo<T> type,
        Func<T, bool> isComplete,
        CancellationToken ct)
        where T : class
    {
        var fields = form
            .Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Name, field.Value));
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path))
        {
            Content = new FormUrlEncodedContent(fields)
        };
        request.Headers.Add("Idempotency-Key", $"{key}");
        return SendAsync(request, !SlowPaths.Contains(path), type, isComplete, ct);
    }

    async Task<T> SendAsync<T>(
        HttpRequestMessage request,
        bool isQuick,
        JsonTypeInfo<T> type,
        Func<T, bool> isComplete,
        CancellationToken ct)
        where T : class
    {
        using (request)
        {
            request.Options.Set(RequestHints.Quick, isQuick);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
            request.Headers.Add("Stripe-Version", Version);
            using var response = await http.SendAsync(request, ct);
            if (response.StatusCode == HttpStatusCode.OK)
                return await ProviderResponse.ReadAsync(response, "Stripe", type, isComplete, ct);
            var error = (await ProviderHttp.ReadOrNullAsync(response, StripeJson.Default.StripeError, ct))?.Error;
            if (error is { Type: "card_error" })
                throw new StripeDeclinedException(error);
            throw new StripeException(response.StatusCode, error, IsReplayed(response));
        }
    }

    static bool IsReplayed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Contains("true");

    Uri Address(string path) => new(options.BaseAddress, path);
}

/// <summary>The card was declined. Stripe writes these messages for customers.</summary>
sealed class StripeDeclinedException(StripeErrorBody error)
    : Exception(error.Message ?? error.DeclineCode ?? error.Code)
{
    public string? IntentId => error.PaymentIntent?.Id;
}

/// <summary>
/// Stripe made no decision. An invalid request is permanent. An operator fixes wrong credentials, and everything else
/// may pass.
/// </summary>
sealed class StripeException(HttpStatusCode status, StripeErrorBody? error, bool isReplayed) : Exception
{
    bool IsPermanent => status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
        && error is { Type: "invalid_request_error" };

    /// <summary>
    /// Whether a repeated call cannot reveal the outcome, so that the payment has to be searched. Stripe repeats its
    /// own server error under the key that got it. An idempotency_error says that a first call used the key with other
    /// data, but not what its outcome was.
    /// </summary>
    public bool WillBeRepeated => isReplayed && (int)status >= 500
        || status == HttpStatusCode.BadRequest && error is { Type: "idempotency_error" };

    public ShopException Translated => ProviderResponse.Failure(
        "Stripe",
        status,
        error is null ? null : $"{error.Type} {error.Code} {error.Param}".TrimEnd(),
        IsPermanent);
}
