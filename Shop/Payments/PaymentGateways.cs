using Microsoft.Extensions.Options;

namespace Shop.Payments;

/// <summary>The providers by name, and which of them a new payment goes to.</summary>
public sealed class PaymentGateways(IEnumerable<IPaymentGateway> gateways, IOptions<PaymentOptions> options, Outages outages)
{
    readonly List<IPaymentGateway> _all = [.. gateways];

    /// <summary>Whom the caller names, for whom their card token was made; otherwise the first for the currency that is not out. When all are, the first.</summary>
    public IPaymentGateway Choose(string? name, string currency)
    {
        if (name is not null)
            return Named(name) ?? throw ShopException.Invalid("provider", $"must be one of {string.Join(", ", _all.Select(gateway => gateway.Name))}");
        List<IPaymentGateway> inOrder = [.. options.Value.ProvidersFor(currency).Select(Known)];
        return inOrder.Find(gateway => !outages.IsOut(gateway.Name)) ?? inOrder[0];
    }

    /// <summary>The one that was asked first, out or not: only it knows whether the money has moved.</summary>
    public IPaymentGateway Of(Payment payment) => Known(payment.Provider);

    IPaymentGateway Known(string name) => Named(name)
        ?? throw new ShopException(ErrorCode.Unavailable, $"The payment provider {name} is not configured.", permanent: false);

    IPaymentGateway? Named(string name) => _all.Find(gateway => gateway.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
