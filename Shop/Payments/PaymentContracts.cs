using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Shop.Payments;

public sealed record ProcessPaymentRequest(
    [property: Required] Guid? OrderId,
    [property: StringLength(60)] string? PaymentMethod,
    [property: StringLength(4000)] string? PaymentToken,
    [property: StringLength(30)] string? Provider);

public sealed record CreatePaymentRequest(
    [property: Required] Guid? OrderId,
    [property: Required] decimal? Amount,
    [property: StringLength(3, MinimumLength = 3)] string? Currency,
    [property: StringLength(60)] string? PaymentMethod,
    [property: StringLength(2000), Url] string? ReturnUrl,
    [property: StringLength(30)] string? Provider);

public sealed record ConfirmPaymentRequest(
    [property: Required] Guid? PaymentId,
    [property: StringLength(4000)] string? ConfirmationToken);

public sealed record RefundRequest(
    [property: Required] Guid? OrderId,
    [property: Required, Range(0.01, 1_000_000_000)] decimal? Amount,
    [property: StringLength(500)] string? Reason);

/// <summary>The response to a CloudPayments notification. Code 0 acknowledges it.</summary>
public sealed record CloudPaymentsReply(int Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Payment))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(ProcessPaymentRequest))]
[JsonSerializable(typeof(CreatePaymentRequest))]
[JsonSerializable(typeof(ConfirmPaymentRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundRequested))]
[JsonSerializable(typeof(CloudPaymentsReply))]
[JsonSerializable(typeof(List<string>))]
public sealed partial class PaymentsJson : JsonSerializerContext;
