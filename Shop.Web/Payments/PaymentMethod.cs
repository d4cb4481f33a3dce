namespace Shop.Web.Payments;

/// <summary>What a customer can choose from. Without a provider the API takes the first that works.</summary>
public sealed record PaymentMethod(string Name, string? Provider)
{
    public static readonly PaymentMethod Card = new("bank_card", null);
    public static readonly PaymentMethod ForeignCard = new("foreign_card", "stripe");
    public static readonly PaymentMethod CloudPayments = new("cloudpayments", "cloudpayments");

    public static readonly PaymentMethod[] All = [Card, ForeignCard, CloudPayments];

    public static PaymentMethod Named(string? name) => Array.Find(All, method => method.Name == name) ?? Card;
}
