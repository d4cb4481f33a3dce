namespace Shop.Web.Payments;

/// <summary>What a customer can choose from. Without a provider the API takes the first that works.</summary>
public sealed record PaymentMethod(string Name, string? Provider)
{
    public static readonly PaymentMethod Card = new("bank_card", null);
    public static readonly PaymentMethod ForeignCard = new("foreign_card", "stripe");
    public static readonly PaymentMethod CloudPayments = new("cloudpayments", "cloudpayments");

    static readonly PaymentMethod[] All = [Card, ForeignCard, CloudPayments];

    /// <summary>Those whose provider the shop has; for a Russian card that is YooKassa, as long as it works.</summary>
    public static List<PaymentMethod> With(List<string> providers) => [.. All.Where(method => providers.Contains(method.Provider ?? "yookassa"))];

    public static PaymentMethod Named(string? name) => Array.Find(All, method => method.Name == name) ?? Card;
}
