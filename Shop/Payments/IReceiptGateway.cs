namespace Shop.Payments;

/// <summary>The failure is the provider's explanation, for staff.</summary>
public sealed record ReceiptOutcome(ReceiptState State, string? ProviderId, string? Failure = null);

/// <summary>A receipt that a provider has registered; the receipt of a hand-over has the kind of a payment.</summary>
public sealed record RegisteredReceipt(string ProviderId, ReceiptKind Kind, decimal Amount);

/// <summary>
/// A provider that registers fiscal receipts. Those of payments and refunds travel with their calls
/// (<see cref="Payment.Receipt"/>, <see cref="Refund.Receipt"/>).
/// </summary>
public interface IReceiptGateway : IPaymentGateway
{
    /// <summary>Sends the receipt of a prepaid order that was handed over. Its id is the idempotency key.</summary>
    Task<ReceiptOutcome> HandOverAsync(Payment payment, Receipt receipt, CancellationToken ct);

    /// <summary>
    /// Reads whether the receipt is registered. <paramref name="providerId"/> is the id of what it was sent with: the
    /// payment, the refund or the receipt itself. Null when the provider does not tell.
    /// </summary>
    Task<ReceiptOutcome?> FindReceiptAsync(Receipt receipt, string providerId, CancellationToken ct);
}
