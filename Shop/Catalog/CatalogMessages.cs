using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Catalog;

public sealed record ProductWatched(Guid ProductId, string ProductName, string Email) : IMessage<ProductWatched>
{
    public static string Topic => "catalog.product_watched";
    public static JsonTypeInfo<ProductWatched> Json => CatalogJson.Default.ProductWatched;
}
