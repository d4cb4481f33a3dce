using System.ComponentModel.DataAnnotations;
using Shop.Catalog;

namespace Shop.Payments;

/// <summary>The tax systems of Russia (tag 1055), in the order of their codes.</summary>
public enum TaxSystem
{
    General,
    SimplifiedIncome,
    SimplifiedProfit,
    Imputed,
    Agricultural,
    Patent
}

/// <summary>
/// Fiscal receipts (54-FZ) of payments in roubles with YooKassa and CloudPayments. Other providers and currencies have
/// none.
/// </summary>
public sealed class ReceiptOptions
{
    public const string Section = "Payments:Receipts";

    /// <summary>False for a shop outside Russia, or one whose receipts come from another cash register.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The rate of products that have none of their own.</summary>
    [EnumDataType(typeof(VatRate))]
    public VatRate Vat { get; set; } = VatRate.None;

    /// <summary>The rate of the delivery; without it the one of <see cref="Vat"/>.</summary>
    [EnumDataType(typeof(VatRate))]
    public VatRate? DeliveryVat { get; set; }

    /// <summary>What products are that do not say so themselves.</summary>
    [EnumDataType(typeof(PaymentSubject))]
    public PaymentSubject PaymentSubject { get; set; } = PaymentSubject.Commodity;

    /// <summary>Sent if set. Only a shop with several tax systems has to name one.</summary>
    [EnumDataType(typeof(TaxSystem))]
    public TaxSystem? TaxSystem { get; set; }
}
