using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Catalog;

public sealed record ProductRequest(
    [property: Required, StringLength(200)] string? Name,
    [property: StringLength(10_000)] string? Description,
    [property: Required, Amount] decimal? Price,
    [property: Required, RegularExpression(ProductRequest.SkuPattern)] string? Sku,
    [property: Required, Range(0, ProductRequest.MaxQuantity)] int? Quantity,
    [property: StringLength(200)] string? Category,
    [property: JsonConverter(typeof(RawJsonConverter)), JsonObject] string? Attributes,
    [property: StringLength(2000), RegularExpression(ProductRequest.ImagePattern)] string? ImageUrl = null,
    [property: Range(0.001, 1000)] decimal? Weight = null,
    Dimensions? Dimensions = null,
    [property: RegularExpression(ProductRequest.VatPattern)] string? Vat = null,
    [property: RegularExpression(ProductRequest.SubjectPattern)] string? PaymentSubject = null)
{
    public const string SkuPattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    // Empty selects the drawing of the category. A path is accepted because GET returns one.
    public const string ImagePattern = @"(?:(?:https?:/)?/[^\s/]\S*)?";
    // The names of VatRate and PaymentSubject. Empty selects the shop's default.
    public const string VatPattern = "(?:0|5|7|10|20|22|none)?";
    public const string SubjectPattern = "(?:commodity|excise|job|service|intellectual_activity|another)?";
    public const int MaxQuantity = 1_000_000_000;

    internal int? Grams => Measures.GramsOf(Weight);

    /// <summary>
    /// Replaces an existing product. Category, weight and dimensions stay when the request names none.
    /// </summary>
    public ProductChange ToChange() =>
        new(
            Name,
            Description ?? "",
            Price,
            Sku,
            Quantity,
            Category,
            Attributes ?? "{}",
            ImageUrl,
            Weight,
            Dimensions,
            Vat,
            PaymentSubject);
}

/// <summary>Null fields stay unchanged.</summary>
public sealed record ProductChange(
    [property: StringLength(200, MinimumLength = 1), RegularExpression(@"(?s).*\S.*")] string? Name,
    [property: StringLength(10_000)] string? Description,
    [property: Amount] decimal? Price,
    [property: RegularExpression(ProductRequest.SkuPattern)] string? Sku,
    [property: Range(0, ProductRequest.MaxQuantity)] int? Quantity,
    [property: StringLength(200)] string? Category,
    [property: JsonConverter(typeof(RawJsonConverter)), JsonObject] string? Attributes,
    [property: StringLength(2000), RegularExpression(ProductRequest.ImagePattern)] string? ImageUrl = null,
    [property: Range(0.001, 1000)] decimal? Weight = null,
    Dimensions? Dimensions = null,
    [property: RegularExpression(ProductRequest.VatPattern)] string? Vat = null,
    [property: RegularExpression(ProductRequest.SubjectPattern)] string? PaymentSubject = null)
{
    internal int? Grams => Measures.GramsOf(Weight);
}

public sealed record UnitsSold(
    Guid? ProductId,
    [property: Required, Range(1, ProductRequest.MaxQuantity)] int? Quantity);

[AttributeUsage(AttributeTargets.Property)]
sealed class AmountAttribute() : ValidationAttribute(
    "must be an amount from 0 to 9999999999.99 with at most two decimals")
{
    public override bool IsValid(object? value) =>
        value is not decimal amount
        || (amount is >= 0 and < 10_000_000_000m && decimal.Round(amount, 2) == amount);
}

[AttributeUsage(AttributeTargets.Property)]
sealed class JsonObjectAttribute() : ValidationAttribute("must be a JSON object of at most 16 KB")
{
    public override bool IsValid(object? value) =>
        value is not string json
        || (json.Length <= 16_384 && json.AsSpan().TrimStart().StartsWith('{'));
}
