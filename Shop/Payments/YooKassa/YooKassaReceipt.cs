using System.Globalization;
using Shop.Catalog;

namespace Shop.Payments.YooKassa;

/// <summary>
/// https://yookassa.ru/developers/payment-acceptance/receipts/54fz. The amount of an item is the price of one unit.
/// Codes: https://yookassa.ru/developers/payment-acceptance/receipts/54fz/parameters-values
/// </summary>
sealed record YooKassaReceipt(
    YooKassaCustomer Customer,
    IReadOnlyList<YooKassaReceiptItem> Items,
    int? TaxSystemCode)
{
    public static YooKassaReceipt? Of(Receipt? receipt) =>
        receipt is null ? null : new(new(receipt.Contact!), YooKassaReceiptItem.Of(receipt), CodeOf(receipt.TaxSystem));

    public static int? CodeOf(TaxSystem? system) => (int?)system + 1;
}

sealed record YooKassaCustomer(string Email);

sealed record YooKassaReceiptItem(
    string Description,
    string Quantity,
    YooKassaAmount Amount,
    int VatCode,
    string PaymentMode,
    string PaymentSubject,
    string Measure)
{
    public static IReadOnlyList<YooKassaReceiptItem> Of(Receipt receipt) =>
    [
        .. receipt.Printed.Select(line => new YooKassaReceiptItem(
            line.Name,
            line.Quantity.ToString("0.00", CultureInfo.InvariantCulture),
            YooKassaAmount.Of(line.Price, "RUB"),
            YooKassaCodes.Of(line.Vat, receipt.Mode),
            receipt.Mode.Spelling(),
            line.Subject.Spelling(),
            "piece"))
    ];
}

/// <summary>A receipt that is sent by itself. The prepayment settles it.</summary>
sealed record YooKassaReceiptRequest(
    string Type,
    string PaymentId,
    bool Send,
    YooKassaCustomer Customer,
    IReadOnlyList<YooKassaReceiptItem> Items,
    IReadOnlyList<YooKassaSettlement> Settlements,
    int? TaxSystemCode)
{
    public static YooKassaReceiptRequest OfHandOver(string payment, Receipt receipt) => new(
        "payment",
        payment,
        Send: true,
        new(receipt.Contact!),
        YooKassaReceiptItem.Of(receipt),
        [new("prepayment", YooKassaAmount.Of(receipt.Total, "RUB"))],
        YooKassaReceipt.CodeOf(receipt.TaxSystem));
}

sealed record YooKassaSettlement(string Type, YooKassaAmount Amount);

static class YooKassaCodes
{
    /// <summary>A prepayment contains the tax at a calculated rate, such as 22/122 (tax code, article 164.4).</summary>
    public static int Of(VatRate vat, PaymentMode mode) => (vat, mode) switch
    {
        (VatRate.Vat0, _) => 2,
        (VatRate.Vat5, PaymentMode.FullPayment) => 7,
        (VatRate.Vat5, _) => 9,
        (VatRate.Vat7, PaymentMode.FullPayment) => 8,
        (VatRate.Vat7, _) => 10,
        (VatRate.Vat10, PaymentMode.FullPayment) => 3,
        (VatRate.Vat10, _) => 5,
        (VatRate.Vat20, PaymentMode.FullPayment) => 4,
        (VatRate.Vat20, _) => 6,
        (VatRate.Vat22, PaymentMode.FullPayment) => 11,
        (VatRate.Vat22, _) => 12,
        _ => 1
    };
}
