using System.Globalization;
using Shop.Catalog;
using Shop.Web.Languages;

namespace Shop.Web.Staff;

/// <summary>
/// The form that adds or edits a product. Text that is not a price or a number becomes a value that the API rejects.
/// </summary>
public sealed class ProductForm
{
    const string NoAttributes = "{}";

    public string? Name { get; set; }
    // Browsers send \r\n.
    public string? Description { get; set => field = value?.ReplaceLineEndings("\n"); }
    public string? Price { get; set; }
    public string? Sku { get; set; }
    public string? Category { get; set; }
    public string? Attributes { get; set => field = value?.ReplaceLineEndings("\n"); }
    public string? Image { get; set; }

    /// <summary>Kilograms and centimetres of a packed piece.</summary>
    public string? Weight { get; set; }
    public string? Length { get; set; }
    public string? Width { get; set; }
    public string? Height { get; set; }

    /// <summary>For fiscal receipts; empty is the shop's default.</summary>
    public string? Vat { get; set; }
    public string? PaymentSubject { get; set; }

    /// <summary>The stock of a new product. The stock of an existing one is adjusted, with a reason.</summary>
    public string? Quantity { get; set; }

    /// <summary>
    /// The ETag and the version of the product when the form was opened. Sales change the tag but not the version.
    /// </summary>
    public string? Tag { get; set; }
    public int Version { get; set; }

    internal static ProductForm Of(StaffProduct product, Texts texts) => new()
    {
        Name = product.Name,
        Description = product.Description,
        Price = product.Price.ToString("0.00", CultureInfo.InvariantCulture),
        Sku = product.Sku,
        Category = product.CategorySlug,
        Attributes = AttributeLines.Of(product.Attributes, texts),
        Image = product.Photograph,
        Weight = product.Weight.ToString("0.###", CultureInfo.InvariantCulture),
        Length = Text(product.Dimensions?.Length),
        Width = Text(product.Dimensions?.Width),
        Height = Text(product.Dimensions?.Height),
        Vat = product.Vat,
        PaymentSubject = product.PaymentSubject,
        Tag = product.Tag,
        Version = product.Version
    };

    internal ProductRequest ToRequest(Texts texts) => new(
        Name,
        Description ?? "",
        Number(Price) ?? -1,
        Sku?.Trim(),
        Whole(Quantity),
        CategoryOrNone,
        AttributeLines.ToJson(Attributes, NoAttributes, texts),
        Image?.Trim(),
        WeightOrNone,
        SizeOrNone,
        Vat,
        PaymentSubject);

    internal ProductChange ToChange(StaffProduct product, Texts texts) => new(
        Name,
        Description ?? "",
        Number(Price) ?? -1,
        Sku?.Trim(),
        null,
        CategoryOrNone,
        AttributeLines.ToJson(Attributes, product.Attributes, texts),
        Image?.Trim() ?? "",
        WeightOrNone,
        SizeOrNone,
        Vat ?? "",
        PaymentSubject ?? "");

    /// <summary>The fields that differ from the current product, with both values.</summary>
    internal IEnumerable<(string Field, string? Yours, string? Theirs)> DifferencesFrom(
        StaffProduct product, Texts texts)
    {
        var now = Of(product, texts);
        (string Field, string? Yours, string? Theirs)[] fields =
        [
            ("name", Name, now.Name),
            ("description", Description ?? "", now.Description),
            ("price", Number(Price) == product.Price ? now.Price : Price, now.Price),
            ("sku", Sku, now.Sku),
            ("category", Category ?? "", now.Category ?? ""),
            ("attributes", Attributes ?? "", now.Attributes),
            ("image_url", Image ?? "", now.Image ?? ""),
            ("weight", Number(Weight) == product.Weight ? now.Weight : Weight, now.Weight),
            ("dimensions", $"{Length} × {Width} × {Height}", $"{now.Length} × {now.Width} × {now.Height}"),
            ("vat", Vat ?? "", now.Vat ?? ""),
            ("payment_subject", PaymentSubject ?? "", now.PaymentSubject ?? "")
        ];
        return fields.Where(field => field.Yours != field.Theirs);
    }

    // Left empty, a new product has the default measures, and an existing one keeps its own.
    decimal? WeightOrNone => string.IsNullOrWhiteSpace(Weight) ? null : Number(Weight) ?? -1;

    Dimensions? SizeOrNone => string.IsNullOrWhiteSpace($"{Length}{Width}{Height}")
        ? null
        : new(Whole(Length), Whole(Width), Whole(Height));

    static decimal? Number(string? text) =>
        decimal.TryParse(
            text?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    static int Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    string? CategoryOrNone => string.IsNullOrEmpty(Category) ? null : Category;
}
