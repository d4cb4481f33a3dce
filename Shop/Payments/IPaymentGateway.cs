namespace Shop.Payments;

public enum PaymentState
{
    /// <summary>The provider works on it, or waits for the customer.</summary>
    Pending,
    Succeeded,
    Failed
}

/// <summary>The reason is what the provider says to a decline, fit for the customer's eyes.</summary>
public sealed record PaymentOutcome(PaymentState State, string? ProviderId, string? ConfirmationUrl = null, string? Reason = null);

/// <summary>
/// A payment provider. A call either returns what the provider has decided or throws: after an exception that is not permanent nobody knows, and the same
/// provider has to be asked again about the same payment until somebody does.
/// </summary>
public interface IPaymentGateway
{
    string Name { get; }

    /// <summary>For how long a call under the same key is recognised as a repetition, with an hour or a few minutes to spare.</summary>
    TimeSpan RemembersKeysFor { get; }

    /// <summary>Charges at once, or starts a payment that the customer confirms on the provider's page when there is a return address.</summary>
    Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct);

    /// <summary>After a start whose answer was lost. The same call does, as long as the provider remembers its key and repeats what it decided.</summary>
    Task<PaymentOutcome> StartAgainAsync(Payment payment, string description, CancellationToken ct) => StartAsync(payment, description, ct);

    /// <summary>Takes the money of a payment that the customer has confirmed; the token is what their bank gave them, where the provider wants to see it.</summary>
    Task<PaymentOutcome> ConfirmAsync(Payment payment, string? token, CancellationToken ct) => FindAsync(payment, ct);

    /// <summary>How it stands; what waits only for us to take the money is taken.</summary>
    Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct);

    /// <summary>The refund's id is the idempotency key.</summary>
    Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct);
}
