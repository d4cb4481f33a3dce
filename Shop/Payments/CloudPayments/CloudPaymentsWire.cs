using System.Text.Json.Serialization;

namespace Shop.Payments.CloudPayments;

sealed record CloudPaymentsCharge(
    decimal Amount,
    string Currency,
    string InvoiceId,
    string Description,
    string? IpAddress,
    string CardCryptogramPacket,
    CloudPaymentsData? JsonData);

sealed record CloudPaymentsOrder(
    decimal Amount,
    string Currency,
    string InvoiceId,
    string Description,
    bool RequireConfirmation,
    string SuccessRedirectUrl,
    string FailRedirectUrl,
    CloudPaymentsData? JsonData);

sealed record CloudPaymentsThreeDs(long TransactionId, string PaRes);
sealed record CloudPaymentsSum(long TransactionId, decimal Amount, CloudPaymentsData? JsonData = null);
sealed record CloudPaymentsTransactionId(long TransactionId);
sealed record CloudPaymentsInvoice(string InvoiceId);
sealed record CloudPaymentsOrderId(string Id);

/// <summary>
/// Sent with HTTP 200 for everything: {"Success":true,"Message":null,"Model":{...}}. A decline has Success false and a
/// model. A rejected request has Success false and a message.
/// </summary>
sealed record CloudPaymentsAnswer(bool? Success, string? Message, CloudPaymentsModel? Model);

/// <summary>A transaction. Id and Url are set for an order, which is a payment page.</summary>
sealed record CloudPaymentsModel(
    long? TransactionId,
    decimal? Amount,
    string? Currency,
    string? Status,
    int? ReasonCode,
    string? CardHolderMessage,
    string? PaReq,
    string? AcsUrl,
    string? Id,
    string? Url);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CloudPaymentsCharge))]
[JsonSerializable(typeof(CloudPaymentsOrder))]
[JsonSerializable(typeof(CloudPaymentsThreeDs))]
[JsonSerializable(typeof(CloudPaymentsSum))]
[JsonSerializable(typeof(CloudPaymentsTransactionId))]
[JsonSerializable(typeof(CloudPaymentsInvoice))]
[JsonSerializable(typeof(CloudPaymentsOrderId))]
[JsonSerializable(typeof(CloudPaymentsReceiptRequest))]
[JsonSerializable(typeof(CloudPaymentsReceiptStatus))]
[JsonSerializable(typeof(CloudPaymentsAnswer))]
sealed partial class CloudPaymentsJson : JsonSerializerContext;
