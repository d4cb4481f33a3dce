namespace Shop.Web.Payments;

/// <summary>A choice at checkout. Without a provider, the API uses the first available one.</summary>
public sealed record PaymentMethod(string Name, string? Provider)
{
    public static readonly PaymentMethod Card = new("bank_card", null);
    public static readonly PaymentMethod ForeignCard = new("foreign_card", "stripe");
    public static readonly PaymentMethod CloudPayments = new("cloudpayments", "cloudpayments");

    static readonly PaymentMethod[] All = [Card, ForeignCard, CloudPayments];

    /// <summary>The methods whose provider is configured. A Russian card uses YooKassa while it works.</summary>
    public static List<PaymentMethod> With(List<string> providers) =>
        [.. All.Where(method => providers.Contains(method.Provider ?? "yookassa"))];

    public static PaymentMethod Named(string? name) => Array.Find(All, method => method.Name == name) ?? Card;
}
