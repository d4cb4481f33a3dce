using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Shop.Payments.YooKassa;

/// <summary>
/// https://yookassa.ru/developers/api. For 24 hours, a repeated call with the same Idempotence-Key and data gets the
/// answer of the first call. After a 500 the outcome is unknown, and the call has to be repeated with the same key.
/// </summary>
public sealed class YooKassaGateway(HttpClient http, IOptions<YooKassaOptions> options) : IReceiptGateway
{
    public const string Provider = "yookassa";

    public string Name => Provider;

    public TimeSpan IdempotencyKeyLifetime => TimeSpan.FromHours(23);

    public async Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct)
    {
        // Without a confirmation page YooKassa captures at once. With one, we capture after the customer confirms.
        var isRedirect = payment.ReturnUrl is not null;
        var request = new YooKassaPaymentRequest(
            YooKassaAmount.Of(payment.Amount, payment.Currency),
            Capture: !isRedirect,
            $"Заказ {description}",
            new() { ["order_id"] = $"{payment.OrderId}" },
            payment.Token,
            payment.Token is null ? new("bank_card") : null,
            isRedirect ? new("redirect", payment.ReturnUrl, null) : null,
            YooKassaReceipt.Of(payment.Receipt));
        var answer = await PostAsync(
            "/v3/payments", payment.Id, request, YooKassaJson.Default.YooKassaPaymentRequest, isQuick: isRedirect, ct);
        return Outcome(answer);
    }

    public async Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct)
    {
        var current = await GetAsync($"/v3/payments/{payment.KnownProviderId}", ct);
        if (current.Status == "waiting_for_capture")
            current = await PostAsync(
                $"/v3/payments/{payment.KnownProviderId}/capture",
                payment.KeyFor("capture"),
                new(YooKassaAmount.Of(payment.Amount, payment.Currency)),
                YooKassaJson.Default.YooKassaCaptureRequest,
                isQuick: true,
                ct);
        return Outcome(current);
    }

    public async Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct)
    {
        if (refund.ProviderId is not null)
            return Outcome(await GetAsync($"/v3/refunds/{refund.ProviderId}", ct));
        var request = new YooKassaRefundRequest(
            payment.KnownProviderId,
            YooKassaAmount.Of(refund.Amount, payment.Currency),
            refund.Reason,
            YooKassaReceipt.Of(refund.Receipt));
        var answer = await PostAsync(
            "/v3/refunds", refund.Id, request, YooKassaJson.Default.YooKassaRefundRequest, isQuick: false, ct);
        return Outcome(answer);
    }

    public async Task<ReceiptOutcome> HandOverAsync(Payment payment, Receipt receipt, CancellationToken ct)
    {
        var request = YooKassaReceiptRequest.OfHandOver(payment.KnownProviderId, receipt);
        var answer = await PostAsync(
            "/v3/receipts", receipt.Id, request, YooKassaJson.Default.YooKassaReceiptRequest, isQuick: false, ct);
        return Outcome(answer.Status, answer.Id);
    }

    public async Task<ReceiptOutcome?> FindReceiptAsync(Receipt receipt, string providerId, CancellationToken ct)
    {
        var path = receipt.Kind switch
        {
            ReceiptKind.Payment => "/v3/payments",
            ReceiptKind.Refund => "/v3/refunds",
            _ => "/v3/receipts"
        };
        var answer = await GetAsync($"{path}/{providerId}", ct);
        return receipt.Kind == ReceiptKind.HandOver
            ? Outcome(answer.Status, answer.Id)
            : Outcome(answer.ReceiptRegistration, null);
    }

    async Task<YooKassaObject> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path));
        request.Options.Set(RequestHints.Quick, true);
        return await SendAsync(request, ct);
    }

    async Task<YooKassaObject> PostAsync<T>(
        string path, Guid key, T body, JsonTypeInfo<T> type, bool isQuick, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path));
        request.Options.Set(RequestHints.Quick, isQuick);
        request.Headers.Add("Idempotence-Key", $"{key}");
        request.Content = JsonContent.Create(body, type);
        return await SendAsync(request, ct);
    }

    async Task<YooKassaObject> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var settings = options.Value;
        request.Headers.Authorization = ProviderHttp.Basic(settings.ShopId, settings.SecretKey);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.OK)
            return await ProviderResponse.ReadAsync(
                response,
                "YooKassa",
                YooKassaJson.Default.YooKassaObject,
                answer => answer is { Id: not null, Status: not null },
                ct);

        // {"type":"error","id":"ab5a11cd-...","code":"invalid_request","description":"Idempotence key duplicated",
        // "parameter":"Idempotence-Key"}
        var error = await ProviderHttp.ReadOrNullAsync(response, YooKassaJson.Default.YooKassaError, ct);
        // Only these client errors are permanent. An operator can fix wrong credentials. A duplicated key says that a
        // first call used it with other data, but not what its outcome was.
        var isClientError = response.StatusCode
            is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType;
        var isPermanent = isClientError && error is not { Description: "Idempotence key duplicated" };
        var reason = error is null ? null : $"{error.Code} {error.Parameter}".TrimEnd();
        throw ProviderResponse.Failure("YooKassa", response.StatusCode, reason, isPermanent);
    }

    static PaymentOutcome Outcome(YooKassaObject answer) => new(
        answer.Status switch
        {
            "succeeded" => PaymentState.Succeeded,
            "canceled" => PaymentState.Failed,
            _ => PaymentState.Pending
        },
        answer.Id,
        answer.Confirmation?.ConfirmationUrl,
        answer.CancellationDetails?.Reason);

    static ReceiptOutcome Outcome(string? registration, string? id) => registration switch
    {
        "succeeded" => new(ReceiptState.Registered, id),
        "canceled" => new(ReceiptState.Failed, id, "YooKassa could not register it"),
        _ => new(ReceiptState.Sent, id)
    };

    Uri Address(string path) => new(options.Value.BaseAddress, path);
}
