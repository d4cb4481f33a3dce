using System.Globalization;
using System.Text.Json.Serialization;

namespace Shop.Payments.YooKassa;

/// <summary>The value is text with two decimals: "1000.00".</summary>
sealed record YooKassaAmount(string Value, string Currency)
{
    public static YooKassaAmount Of(decimal amount, string currency) =>
        new(amount.ToString("0.00", CultureInfo.InvariantCulture), currency);
}

sealed record YooKassaPaymentRequest(
    YooKassaAmount Amount,
    bool Capture,
    string Description,
    Dictionary<string, string> Metadata,
    string? PaymentToken,
    YooKassaMethod? PaymentMethodData,
    YooKassaConfirmation? Confirmation,
    YooKassaReceipt? Receipt);

sealed record YooKassaMethod(string Type);
sealed record YooKassaConfirmation(string Type, string? ReturnUrl, string? ConfirmationUrl);
sealed record YooKassaCaptureRequest(YooKassaAmount Amount);
sealed record YooKassaRefundRequest(
    string PaymentId,
    YooKassaAmount Amount,
    string Description,
    YooKassaReceipt? Receipt);
sealed record YooKassaObject(
    string Id,
    string Status,
    YooKassaAmount? Amount,
    YooKassaConfirmation? Confirmation,
    YooKassaCancellation? CancellationDetails,
    string? ReceiptRegistration);
sealed record YooKassaCancellation(string Party, string Reason);
sealed record YooKassaError(string? Type, string? Code, string? Description, string? Parameter);

/// <summary>
/// {"type":"notification","event":"payment.succeeded","object":{"id":"...","status":"succeeded",...}}
/// </summary>
sealed record YooKassaNotification(string? Type, string? Event, YooKassaObject? Object);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(YooKassaPaymentRequest))]
[JsonSerializable(typeof(YooKassaCaptureRequest))]
[JsonSerializable(typeof(YooKassaRefundRequest))]
[JsonSerializable(typeof(YooKassaReceiptRequest))]
[JsonSerializable(typeof(YooKassaObject))]
[JsonSerializable(typeof(YooKassaError))]
[JsonSerializable(typeof(YooKassaNotification))]
sealed partial class YooKassaJson : JsonSerializerContext;
