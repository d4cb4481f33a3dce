using Microsoft.Extensions.Options;

namespace Shop.Payments;

/// <summary>Finds providers by name, and chooses one for a new payment.</summary>
public sealed class PaymentGateways(
    IEnumerable<IPaymentGateway> gateways,
    IOptions<PaymentOptions> options,
    ProviderAvailability outages)
{
    readonly List<IPaymentGateway> _all = [.. gateways];

    public List<string> Names => [.. _all.Select(gateway => gateway.Name)];

    /// <summary>
    /// The provider that the caller names, because a card token is made for one provider. Otherwise the first one for
    /// the currency that is not out, or the first one when all are out. When none of the providers for the currency is
    /// configured, the choice is among all configured providers.
    /// </summary>
    public IPaymentGateway Choose(string? name, string currency)
    {
        if (name is not null)
            return Named(name) ?? throw ShopException.Invalid("provider", $"must be one of {string.Join(", ", Names)}");
        var inOrder = ProviderRegistration.InOrder(_all, options.Value.ProvidersFor(currency), gateway => gateway.Name);
        return inOrder.Find(gateway => !outages.IsUnavailable(gateway.Name)) ?? inOrder[0];
    }

    /// <summary>
    /// The provider that the payment was started with, even during an outage: only it knows whether the money has
    /// moved.
    /// </summary>
    public IPaymentGateway Of(Payment payment) => Named(payment.Provider)
        ?? throw new ShopException(
            ErrorCode.Unavailable,
            $"The payment provider {payment.Provider} is not configured.",
            permanent: false);

    IPaymentGateway? Named(string name) =>
        _all.Find(gateway => gateway.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
