using System.Globalization;
using Shop.Catalog;

namespace Shop.Web.Staff;

/// <summary>A product as somebody has it in front of them, to add or to change it. What is no price or number is one that the API refuses.</summary>
public sealed class ProductForm
{
    const string None = "{}";

    public string? Name { get; set; }
    // Browsers send \r\n.
    public string? Description { get; set => field = value?.ReplaceLineEndings("\n"); }
    public string? Price { get; set; }
    public string? Sku { get; set; }
    public string? Category { get; set; }
    public string? Attributes { get; set => field = value?.ReplaceLineEndings("\n"); }
    public string? Image { get; set; }

    /// <summary>Of a new one; what there is of a known one is adjusted, with a reason.</summary>
    public string? Quantity { get; set; }

    /// <summary>What they saw when they began: its tag, and the version that counts changes of the product but not its sales.</summary>
    public string? Tag { get; set; }
    public int Version { get; set; }

    public static ProductForm Of(StaffProduct product) => new()
    {
        Name = product.Name,
        Description = product.Description,
        Price = product.Price.ToString("0.00", CultureInfo.InvariantCulture),
        Sku = product.Sku,
        Category = product.Category,
        Attributes = AttributeLines.Of(product.Attributes),
        Image = product.Photograph,
        Tag = product.Tag,
        Version = product.Version
    };

    public ProductRequest ToRequest() => new(
        Name, Description ?? "", Amount ?? -1, Sku?.Trim(), int.TryParse(Quantity, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) ? quantity : -1,
        CategoryOrNone, AttributeLines.ToJson(Attributes, None), Image?.Trim());

    public ProductChange ToChange(StaffProduct product) =>
        new(Name, Description ?? "", Amount ?? -1, Sku?.Trim(), null, CategoryOrNone, AttributeLines.ToJson(Attributes, product.Attributes), Image?.Trim() ?? "");

    /// <summary>The fields in which they and what is there now differ: <c>price</c>, theirs, what is there.</summary>
    public IEnumerable<(string Field, string? Yours, string? Theirs)> DifferencesFrom(StaffProduct product)
    {
        var now = Of(product);
        (string Field, string? Yours, string? Theirs)[] fields =
        [
            ("name", Name, now.Name), ("description", Description ?? "", now.Description), ("price", Amount == product.Price ? now.Price : Price, now.Price), ("sku", Sku, now.Sku),
            ("category", Category ?? "", now.Category ?? ""), ("attributes", Attributes ?? "", now.Attributes), ("image_url", Image ?? "", now.Image ?? "")
        ];
        return fields.Where(field => field.Yours != field.Theirs);
    }

    decimal? Amount => decimal.TryParse(Price?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? price : null;

    string? CategoryOrNone => string.IsNullOrEmpty(Category) ? null : Category;
}
