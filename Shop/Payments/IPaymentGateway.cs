using System.Text.Json.Serialization;

namespace Shop.Payments;

/// <summary>The state of a payment or a refund.</summary>
[JsonConverter(typeof(EnumNameConverter<PaymentState>))]
public enum PaymentState
{
    /// <summary>The provider is still processing it, or waits for the customer.</summary>
    Pending,
    Succeeded,
    Failed
}

/// <summary>The reason is the provider's explanation of a decline and may be shown to the customer.</summary>
public sealed record PaymentOutcome(
    PaymentState State,
    string? ProviderId,
    string? ConfirmationUrl = null,
    string? Reason = null);

/// <summary>
/// A payment provider. A call either returns the provider's decision or throws. After an exception that is not
/// permanent the outcome is unknown: the same provider has to be asked about the same payment until it answers.
/// </summary>
public interface IPaymentGateway
{
    string Name { get; }

    /// <summary>How long the provider recognises an idempotency key, minus a safety margin.</summary>
    TimeSpan IdempotencyKeyLifetime { get; }

    /// <summary>
    /// Charges at once. With a return address, starts a payment that the customer confirms on the provider's page.
    /// </summary>
    Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct);

    /// <summary>
    /// Repeats a start whose response was lost. The same call suffices while the provider remembers its key and repeats
    /// its decision.
    /// </summary>
    Task<PaymentOutcome> RetryStartAsync(Payment payment, string description, CancellationToken ct) =>
        StartAsync(payment, description, ct);

    /// <summary>
    /// Captures a payment that the customer has confirmed. The token comes from the customer's bank, for providers that
    /// require it.
    /// </summary>
    Task<PaymentOutcome> ConfirmAsync(Payment payment, string? token, CancellationToken ct) =>
        FindAsync(payment, ct);

    /// <summary>Reads the current state, and captures a payment that only waits for capture.</summary>
    Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct);

    /// <summary>The refund's id is the idempotency key.</summary>
    Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct);
}
