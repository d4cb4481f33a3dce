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
/// A payment provider. A call either returns what the provider has decided or throws: after an exception nobody knows, and the same call with the same
/// payment has to be made again until somebody does.
/// </summary>
public interface IPaymentGateway
{
    string Name { get; }

    /// <summary>Charges at once, or starts a payment that the customer confirms on the provider's page when there is a return address.</summary>
    Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct);

    /// <summary>Takes the money of a payment that the customer has confirmed.</summary>
    Task<PaymentOutcome> ConfirmAsync(Payment payment, CancellationToken ct);

    Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct);

    /// <summary>The id is ours, and the idempotency key.</summary>
    Task<PaymentOutcome> RefundAsync(Payment payment, Guid id, decimal amount, string reason, CancellationToken ct);
}

/// <summary>The providers by name; the first is the default.</summary>
public sealed class PaymentGateways(IEnumerable<IPaymentGateway> gateways)
{
    readonly List<IPaymentGateway> _all = [.. gateways];

    public IPaymentGateway Choose(string? name) => name is null ? _all[0] : Named(name)
        ?? throw ShopException.Invalid("provider", $"must be one of {string.Join(", ", _all.Select(gateway => gateway.Name))}");

    public IPaymentGateway Of(Payment payment) => Named(payment.Provider)
        ?? throw new ShopException(ErrorCode.Unavailable, $"The payment provider {payment.Provider} is not configured.", permanent: false);

    IPaymentGateway? Named(string name) => _all.Find(gateway => gateway.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
