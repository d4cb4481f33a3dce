using Microsoft.Extensions.Options;

namespace Shop.Payments;

/// <summary>The providers by name, and which of them a new payment goes to.</summary>
public sealed class PaymentGateways(IEnumerable<IPaymentGateway> gateways, IOptions<PaymentOptions> options, Outages outages)
{
    readonly List<IPaymentGateway> _all = [.. gateways];

    public List<string> Names => [.. _all.Select(gateway => gateway.Name)];

    /// <summary>
    /// Whom the caller names, for whom their card token was made; otherwise the first for the currency that is not out. When all are, the first. Where the shop
    /// has an account with none of those for the currency, whom it has is asked.
    /// </summary>
    public IPaymentGateway Choose(string? name, string currency)
    {
        if (name is not null)
            return Named(name) ?? throw ShopException.Invalid("provider", $"must be one of {string.Join(", ", Names)}");
        var inOrder = ProviderAccounts.InOrder(_all, options.Value.ProvidersFor(currency), gateway => gateway.Name);
        return inOrder.Find(gateway => !outages.IsOut(gateway.Name)) ?? inOrder[0];
    }

    /// <summary>The one that was asked first, out or not: only it knows whether the money has moved.</summary>
    public IPaymentGateway Of(Payment payment) => Named(payment.Provider)
        ?? throw new ShopException(ErrorCode.Unavailable, $"The payment provider {payment.Provider} is not configured.", permanent: false);

    IPaymentGateway? Named(string name) => _all.Find(gateway => gateway.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
