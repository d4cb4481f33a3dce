using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Catalog;

public sealed record WatchRequest([property: Required, MailAddress, StringLength(254)] string? Email);

public sealed record Watch(Guid ProductId, string Email) : IRow<Watch>
{
    internal static readonly Sql Columns = Sql.Of($"product_id, email");

    public static Watch Read(RowReader row) => new(row.Get<Guid>(), row.Get<string>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(List<Product>))]
[JsonSerializable(typeof(IReadOnlyList<Product>))]
[JsonSerializable(typeof(List<Category>))]
[JsonSerializable(typeof(ProductRequest))]
[JsonSerializable(typeof(ProductChange))]
[JsonSerializable(typeof(UnitsSold))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(Watch))]
[JsonSerializable(typeof(ProductWatched))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
public sealed partial class CatalogJson : JsonSerializerContext;
