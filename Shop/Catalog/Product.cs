using System.Globalization;
using System.Text.Json.Serialization;
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
    string? CategorySlug,
    int Quantity,
    string? ImageUrl,
    [property: JsonConverter(typeof(RawJsonConverter))] string Attributes,
    decimal? Rating) : IRow<Product>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        p.id, p.name, p.description, p.price, p.sku,
        (select {Shop.Catalog.Category.Shown} from catalog.categories c where c.slug = p.category), p.category,
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

    public static Product Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<int>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Get<decimal?>())
    {
        Version = row.Get<int>(),
        Weight = row.Get<int>() / 1000m,
        Dimensions = new(row.Get<int>(), row.Get<int>(), row.Get<int>())
    };
}

public sealed record Category(Guid Id, string Name, string Slug, long ProductCount) : IRow<Category>
{
    /// <summary>The name that clients know: "Electronics". The titles in other languages are the site's.</summary>
    internal static readonly Sql Shown = Sql.Of($"coalesce(c.name_en, c.name)");

    /// <summary>Finds the slug by slug, Russian name or English name, case-insensitively.</summary>
    internal static Sql SlugOf(string name) => Sql.Of(
        $"""
        (select slug from catalog.categories
        where {name.ToLowerInvariant()} in (slug, lower(name), lower(name_en)) order by slug limit 1)
        """);

    public static Category Read(RowReader row) =>
        new(row.Get<Guid>(), row.Get<string>(), row.Get<string>(), row.Get<long>());
}
