using System.Globalization;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;
using Shop.Inventory;

namespace Shop.Catalog;

public sealed record Product(
    Guid Id,
    string Name,
    string Description,
    decimal Price,
    string Sku,
    string? Category,
    int Quantity,
    string? ImageUrl,
    [property: JsonConverter(typeof(RawJsonConverter))] string Attributes,
    decimal? Rating) : IRow<Product>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        p.id, p.name, p.description, p.price, p.sku, p.category,
        {Stock.Available}, p.image_url, p.attributes, p.rating, p.version,
        p.grams, p.length, p.width, p.height
        """);
    internal static readonly Sql Table = Sql.Of($"catalog.products p join {Stock.Table} s on s.product_id = p.id");

    /// <summary>Id, name, price and the available quantity; -1 for products that are no longer sold.</summary>
    internal static Sql ForCart(Guid[] ids) => Sql.Of(
        $"""
        select p.id, p.name, p.price, case when p.archived_at is null then {Stock.Available} else -1 end
        from {Table} where p.id = any({ids})
        """);

    /// <summary>The weight of a packed piece in kilograms.</summary>
    public decimal Weight { get; init; }

    public Dimensions? Dimensions { get; init; }

    /// <summary>Incremented by every change; part of the entity tag.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    [JsonIgnore]
    public string Tag => string.Create(CultureInfo.InvariantCulture, $"{Version}-{Quantity}");

    public static Product Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.GetDecimal(3),
        row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetString(8),
        row.IsDBNull(9) ? null : row.GetDecimal(9))
    {
        Version = row.GetInt32(10),
        Weight = row.GetInt32(11) / 1000m,
        Dimensions = new(row.GetInt32(12), row.GetInt32(13), row.GetInt32(14))
    };
}

public sealed record Category(Guid Id, string Name, string Slug, long ProductCount) : IRow<Category>
{
    /// <summary>Finds the slug by slug, Russian name or English name, case-insensitively.</summary>
    internal static Sql SlugOf(string name) => Sql.Of(
        $"""
        (select slug from catalog.categories
        where {name.ToLowerInvariant()} in (slug, lower(name), lower(name_en)) order by slug limit 1)
        """);

    public static Category Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt64(3));
}
