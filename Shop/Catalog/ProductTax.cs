using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Catalog;

/// <summary>The rate of the value added tax in a product's price.</summary>
[JsonConverter(typeof(EnumNameConverter<VatRate>))]
public enum VatRate
{
    [JsonStringEnumMemberName("0")] Vat0,
    [JsonStringEnumMemberName("5")] Vat5,
    [JsonStringEnumMemberName("7")] Vat7,
    [JsonStringEnumMemberName("10")] Vat10,
    [JsonStringEnumMemberName("20")] Vat20,
    [JsonStringEnumMemberName("22")] Vat22,
    /// <summary>The shop pays none, for example under the simplified tax system.</summary>
    None
}

/// <summary>What is sold, in the words of a fiscal receipt (tag 1212).</summary>
[JsonConverter(typeof(EnumNameConverter<PaymentSubject>))]
public enum PaymentSubject
{
    Commodity,
    Excise,
    Job,
    Service,
    IntellectualActivity,
    Another
}

/// <summary>What fiscal receipts say about products, for the SQL of other modules.</summary>
static class ProductTax
{
    /// <summary>Columns id, vat and payment_subject. Null is the shop's default.</summary>
    public static readonly Sql Table = Sql.Of($"(select id, vat, payment_subject from catalog.products)");
}
