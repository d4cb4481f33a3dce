using System.Globalization;
using System.Text.Json;

namespace Shop.Catalog;

static class ProductDifference
{
    /// <summary><c>{"price": ["10.00", "12.00"]}</c>: the old and the new value of each changed field.</summary>
    public static string Between(EditedProduct before, EditedProduct after)
    {
        var changed = Fields(before)
            .Zip(Fields(after))
            .Where(pair => pair.First.Value != pair.Second.Value)
            .ToDictionary(pair => pair.First.Name, pair => new[] { pair.First.Value ?? "", pair.Second.Value ?? "" });
        return JsonSerializer.Serialize(changed, CatalogJson.Default.DictionaryStringStringArray);
    }

    static (string Name, string? Value)[] Fields(EditedProduct edited) => Fields(edited.Product, edited);

    static (string Name, string? Value)[] Fields(Product product, EditedProduct edited) =>
    [
        ("name", product.Name),
        ("description", product.Description),
        ("price", product.Price.ToString("0.00", CultureInfo.InvariantCulture)),
        ("sku", product.Sku),
        ("category", product.Category),
        ("quantity", product.Quantity.ToString(CultureInfo.InvariantCulture)),
        ("attributes", product.Attributes),
        ("image_url", product.ImageUrl),
        ("weight", product.Weight.ToString("0.###", CultureInfo.InvariantCulture)),
        ("dimensions", product.Dimensions is { } size ? $"{size.Length} × {size.Width} × {size.Height}" : null),
        ("vat", edited.Vat),
        ("payment_subject", edited.PaymentSubject)
    ];
}
