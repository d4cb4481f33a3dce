using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments.Stripe;

/// <summary>Its protocol: forms in, JSON out, errors with a type. https://docs.stripe.com/api/errors</summary>
sealed class StripeClient(HttpClient http, StripeOptions options)
{
    // The shapes of StripeWire are this version's, whatever the account's default is.
    const string Version = "2024-06-20";

    // They wait for the customer's bank.
    static readonly string[] Slow = ["/v1/payment_intents", "/v1/refunds"];

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken ct) where T : class =>
        SendAsync(new(HttpMethod.Get, Address(path)), isQuick: true, type, isWhole, ct);

    public Task<T> PostAsync<T>(string path, Guid key, IEnumerable<(string Name, string? Value)> form, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken ct) where T : class
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path))
        {
            Content = new FormUrlEncodedContent(form.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)))
        };
        request.Headers.Add("Idempotency-Key", $"{key}");
        return SendAsync(request, !Slow.Contains(path), type, isWhole, ct);
    }

    async Task<T> SendAsync<T>(HttpRequestMessage request, bool isQuick, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken ct) where T : class
    {
        using (request)
        {
            request.Options.Set(ProviderHttp.Quick, isQuick);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
            request.Headers.Add("Stripe-Version", Version);
            using var response = await http.SendAsync(request, ct);
            if (response.StatusCode == HttpStatusCode.OK)
                return await ProviderAnswer.ReadAsync(response, "Stripe", type, isWhole, ct);
            var error = (await ProviderHttp.ReadOrNullAsync(response, StripeJson.Default.StripeError, ct))?.Error;
            if (error is { Type: "card_error" })
                throw new StripeDeclinedException(error);
            throw new StripeException(response.StatusCode, error, IsReplayed(response));
        }
    }

    static bool IsReplayed(HttpResponseMessage response) => response.Headers.TryGetValues("Idempotent-Replayed", out var said) && said.Contains("true");

    Uri Address(string path) => new(options.BaseAddress, path);
}

/// <summary>The card was refused; Stripe writes these messages for customers.</summary>
sealed class StripeDeclinedException(StripeErrorBody error) : Exception(error.Message ?? error.DeclineCode ?? error.Code)
{
    public string? IntentId => error.PaymentIntent?.Id;
}

/// <summary>No decision. What it calls our mistake will stay one; wrong credentials are put right by an operator, and everything else may pass.</summary>
sealed class StripeException(HttpStatusCode status, StripeErrorBody? error, bool isReplayed) : Exception
{
    bool IsPermanent => status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound && error is { Type: "invalid_request_error" };

    /// <summary>
    /// Only looking for the payment will tell: Stripe repeats a failure of its own under the key that met it, and an idempotency_error says that there was a
    /// first call under the key, with other data, and not what became of it.
    /// </summary>
    public bool WillBeRepeated => isReplayed && (int)status >= 500 || status == HttpStatusCode.BadRequest && error is { Type: "idempotency_error" };

    public ShopException Translated => ProviderAnswer.Failure("Stripe", status, error is null ? null : $"{error.Type} {error.Code} {error.Param}".TrimEnd(), IsPermanent);
}
