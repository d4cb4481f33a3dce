using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Bare;

sealed record Item(
    Guid Id,
    string Name,
    string Description,
    decimal Price,
    string Sku,
    string? Category,
    string? CategorySlug,
    int Quantity,
    string? ImageUrl,
    JsonElement Attributes,
    decimal? Rating,
    decimal Weight,
    Dimensions Dimensions)
{
    public static Item Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.GetDecimal(3),
        row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6),
        row.GetInt32(7),
        row.IsDBNull(8) ? null : row.GetString(8),
        JsonElement.Parse(row.GetString(9)),
        row.IsDBNull(10) ? null : row.GetDecimal(10),
        row.GetInt32(12) / 1000m,
        new(row.GetInt32(13), row.GetInt32(14), row.GetInt32(15)));
}

sealed record Dimensions(int Length, int Width, int Height);

sealed record Order(Guid UserId, Line[] Items);
sealed record Line(Guid ProductId, int Quantity);
sealed record Placed(Guid Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Placed))]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(List<Item>))]
sealed partial class ItemJson : JsonSerializerContext;
