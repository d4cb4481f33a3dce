using System.Text.Json.Serialization;

namespace Shop.Inventory.Erp;

sealed record ErpPage(DateTimeOffset? GeneratedAt, ErpItem?[]? Items, int? Page, int? Pages);
sealed record ErpItem(string? Sku, int? OnHand);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErpPage))]
sealed partial class ErpJson : JsonSerializerContext;
