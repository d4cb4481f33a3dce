using System.Text.Json.Serialization;
using Shop.Catalog;

namespace Shop.Payments.CloudPayments;

/// <summary>What JsonData tells the cash register: {"cloudPayments":{"CustomerReceipt":{...}}}.</summary>
sealed record CloudPaymentsData([property: JsonPropertyName("cloudPayments")] CloudPaymentsRegister Register)
{
    public static CloudPaymentsData? Of(Receipt? receipt) =>
        receipt is null ? null : new(new CloudPaymentsRegister(CloudPaymentsReceipt.Of(receipt)));
}

sealed record CloudPaymentsRegister(CloudPaymentsReceipt CustomerReceipt);

/// <summary>https://developers.cloudkassir.ru</summary>
sealed record CloudPaymentsReceipt(
    IReadOnlyList<CloudPaymentsReceiptItem> Items,
    [property: JsonPropertyName("taxationSystem")] int? TaxationSystem,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("amounts")] CloudPaymentsAmounts Amounts)
{
    public static CloudPaymentsReceipt Of(Receipt receipt) => new(
        [.. receipt.Printed.Select(line => CloudPaymentsReceiptItem.Of(line, receipt.Mode))],
        (int?)receipt.TaxSystem,
        receipt.Contact!,
        receipt.Kind == ReceiptKind.HandOver ? new(0, receipt.Total) : new(receipt.Total, 0));
}

sealed record CloudPaymentsReceiptItem(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("price")] decimal Price,
    [property: JsonPropertyName("quantity")] int Quantity,
    [property: JsonPropertyName("amount")] decimal Amount,
    // Without VAT the field is null, not absent.
    [property: JsonPropertyName("vat"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Vat,
    [property: JsonPropertyName("method")] int Method,
    [property: JsonPropertyName("object")] int Object,
    [property: JsonPropertyName("measurementUnit")] string MeasurementUnit)
{
    public static CloudPaymentsReceiptItem Of(ReceiptLine line, PaymentMode mode) => new(
        line.Name,
        line.Price,
        line.Quantity,
        line.Amount,
        RateOf(line.Vat, mode),
        mode == PaymentMode.FullPrepayment ? 1 : 4,
        CodeOf(line.Subject),
        "шт");

    /// <summary>A prepayment contains the tax at a calculated rate: 122 is 22/122 (tax code, article 164.4).</summary>
    static int? RateOf(VatRate vat, PaymentMode mode)
    {
        int? rate = vat switch
        {
            VatRate.Vat0 => 0,
            VatRate.Vat5 => 5,
            VatRate.Vat7 => 7,
            VatRate.Vat10 => 10,
            VatRate.Vat20 => 20,
            VatRate.Vat22 => 22,
            _ => null
        };
        return rate > 0 && mode == PaymentMode.FullPrepayment ? 100 + rate : rate;
    }

    static int CodeOf(PaymentSubject subject) => subject switch
    {
        PaymentSubject.Commodity => 1,
        PaymentSubject.Excise => 2,
        PaymentSubject.Job => 3,
        PaymentSubject.Service => 4,
        PaymentSubject.IntellectualActivity => 9,
        _ => 13
    };
}

sealed record CloudPaymentsAmounts(
    [property: JsonPropertyName("electronic")] decimal Electronic,
    [property: JsonPropertyName("advancePayment")] decimal AdvancePayment);

/// <summary>A receipt that is sent by itself.</summary>
sealed record CloudPaymentsReceiptRequest(
    string? Inn,
    string Type,
    string InvoiceId,
    CloudPaymentsReceipt CustomerReceipt);

/// <summary>{"Model":"Processed","Success":true,"Message":null}</summary>
sealed record CloudPaymentsReceiptStatus(bool? Success, string? Message, string? Model);
