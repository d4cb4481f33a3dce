using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Shop.Payments.YooKassa;

/// <summary>
/// https://yookassa.ru/developers/api. The same Idempotence-Key with the same data answers what the first call did, for 24 hours; a 500 says that the
/// result is not known and that the call has to be repeated with the same key.
/// </summary>
public sealed class YooKassaGateway(HttpClient http, IOptions<YooKassaOptions> options) : IPaymentGateway
{
    public const string Provider = "yookassa";

    public string Name => Provider;

    public async Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct)
    {
        // Without a page to confirm on the money is taken at once; with one it is taken when we say so, after the customer has.
        var isRedirect = payment.ReturnUrl is not null;
        var request = new YooKassaPaymentRequest(
            YooKassaAmount.Of(payment.Amount, payment.Currency),
            Capture: !isRedirect,
            $"Заказ {description}",
            new() { ["order_id"] = $"{payment.OrderId}" },
            payment.Token,
            payment.Token is null ? new("bank_card") : null,
            isRedirect ? new("redirect", payment.ReturnUrl, null) : null);
        return Outcome(await PostAsync("/v3/payments", payment.Id, request, YooKassaJson.Default.YooKassaPaymentRequest, ct));
    }

    public async Task<PaymentOutcome> ConfirmAsync(Payment payment, CancellationToken ct)
    {
        var now = await GetAsync(payment, ct);
        if (now.Status == "pending")
            throw new ShopException(ErrorCode.Conflict, "The payment has not been confirmed on the provider's page yet.");
        if (now.Status != "waiting_for_capture")
            return Outcome(now);
        // The start has used the payment's own id as its key, and another call needs another one.
        return Outcome(await PostAsync($"/v3/payments/{payment.ProviderId}/capture", KeyOf(payment.Id, "capture"),
            new(YooKassaAmount.Of(payment.Amount, payment.Currency)), YooKassaJson.Default.YooKassaCaptureRequest, ct));
    }

    public async Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct)
    {
        var now = await GetAsync(payment, ct);
        return now.Status == "waiting_for_capture" ? await ConfirmAsync(payment, ct) : Outcome(now);
    }

    public async Task<PaymentOutcome> RefundAsync(Payment payment, Guid id, decimal amount, string reason, CancellationToken ct) => Outcome(await PostAsync(
        "/v3/refunds", id, new(payment.ProviderId!, YooKassaAmount.Of(amount, payment.Currency), reason), YooKassaJson.Default.YooKassaRefundRequest, ct));

    async Task<YooKassaObject> GetAsync(Payment payment, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address($"/v3/payments/{payment.ProviderId}"));
        return await SendAsync(request, ct);
    }

    async Task<YooKassaObject> PostAsync<T>(string path, Guid key, T body, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path));
        request.Headers.Add("Idempotence-Key", $"{key}");
        request.Content = JsonContent.Create(body, type);
        return await SendAsync(request, ct);
    }

    async Task<YooKassaObject> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var settings = options.Value;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.ShopId}:{settings.SecretKey}")));
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var answer = await response.Content.ReadFromJsonAsync(YooKassaJson.Default.YooKassaObject, ct);
            return answer is { Id: not null, Status: not null } ? answer : throw new JsonException("YooKassa answered without an id or a status.");
        }
        throw await FailureAsync(response, ct);
    }

    // {"type":"error","id":"ab5a11cd-...","code":"invalid_request","description":"Idempotence key duplicated","parameter":"Idempotence-Key"}
    static async Task<ShopException> FailureAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        string? description = null;
        try
        {
            description = JsonSerializer.Deserialize(text, YooKassaJson.Default.YooKassaError)?.Description;
        }
        catch (JsonException)
        {
        }
        // Only what it calls our mistake will stay one; wrong credentials are put right by an operator.
        var isPermanent = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType;
        return new(ErrorCode.Unavailable, $"YooKassa answered {(int)response.StatusCode}: {description ?? response.ReasonPhrase}", isPermanent);
    }

    static PaymentOutcome Outcome(YooKassaObject answer) => new(
        answer.Status switch
        {
            "succeeded" => PaymentState.Succeeded,
            "canceled" => PaymentState.Failed,
            _ => PaymentState.Pending
        },
        answer.Id, answer.Confirmation?.ConfirmationUrl, answer.CancellationDetails?.Reason);

    static Guid KeyOf(Guid payment, string purpose) => new(System.Security.Cryptography.SHA256.HashData([.. payment.ToByteArray(), .. Encoding.UTF8.GetBytes(purpose)]).AsSpan(0, 16));

    Uri Address(string path) => new(options.Value.BaseAddress, path);
}
