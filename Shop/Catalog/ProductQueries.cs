using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Inventory;

namespace Shop.Catalog;

/// <summary>
/// A product with the data that only staff see. The version counts changes of the product; the tag (for
/// <c>If-Match</c>) changes with every sale too.
/// </summary>
public sealed record StaffProduct(
    Guid Id,
    string Name,
    string Description,
    decimal Price,
    string Sku,
    string? Category,
    string? CategorySlug,
    int OnHand,
    int Reserved,
    int Version,
    string Tag,
    DateTimeOffset? ArchivedAt,
    string? ImageUrl,
    [property: JsonConverter(typeof(RawJsonConverter))] string Attributes,
    string? Vat,
    string? PaymentSubject) : IRow<StaffProduct>
{
    internal static readonly Sql Columns = Sql.Of(
        $"{Product.Columns}, s.on_hand, s.reserved, p.archived_at, p.vat, p.payment_subject");

    public decimal Weight { get; init; }

    public Dimensions? Dimensions { get; init; }

    [JsonIgnore]
    public int Available => OnHand - Reserved;

    /// <summary>Null when its picture is the generated drawing of its category.</summary>
    [JsonIgnore]
    public string? Photograph => ImageUrl == ProductDrawing.Address(CategorySlug, Sku) ? null : ImageUrl;

    public static StaffProduct Read(RowReader row)
    {
        var product = Product.Read(row);
        return new(
            product.Id,
            product.Name,
            product.Description,
            product.Price,
            product.Sku,
            product.Category,
            product.CategorySlug,
            row.Get<int>(),
            row.Get<int>(),
            product.Version,
            product.Tag,
            row.Get<DateTimeOffset?>(),
            product.ImageUrl,
            product.Attributes,
            row.TextOrNull(),
            row.TextOrNull())
        {
            Weight = product.Weight,
            Dimensions = product.Dimensions
        };
    }
}

public enum ProductShelf
{
    ForSale,
    Low,
    Archived
}

public sealed record StockAdjustment(
    [property: Required, Range(-1_000_000, 1_000_000)] int? Change,
    [property: Required, StringLength(300, MinimumLength = 1)]
    [property: RegularExpression(@"(?s).*\S.*", ErrorMessage = "The reason must not be blank.")]
    string? Reason);

/// <summary>All products for the staff pages, including archived ones.</summary>
public sealed class ProductQueries(NpgsqlDataSource database)
{
    internal static readonly Sql CountLow = Sql.Of(
        $"select count(*) from {Product.Table} where p.archived_at is null and {Stock.IsLow}");

    public Task<StaffProduct?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<StaffProduct>(
            $"select {StaffProduct.Columns} from {Product.Table} where p.id = {id}", ct);

    /// <summary>
    /// Newest first; products with low stock by available quantity. The search matches words or a prefix of the SKU.
    /// </summary>
    public Task<(long Total, List<StaffProduct> Products)> ListAsync(
        string? search, string? category, ProductShelf shelf, int page, int limit, CancellationToken ct)
    {
        var where = shelf switch
        {
            ProductShelf.Low => Sql.Of($"p.archived_at is null and {Stock.IsLow}"),
            ProductShelf.Archived => Sql.Of($"p.archived_at is not null"),
            _ => Sql.Of($"p.archived_at is null")
        };
        if (category is not null)
            where.AppendFormatted(Sql.Of($" and p.category = {Category.SlugOf(category)}"));
        if (search?.Trim() is { Length: > 0 } text)
            where.AppendFormatted(Sql.Of($" and {Matches(text)}"));
        var order = shelf == ProductShelf.Low ? Sql.Of($"{Stock.Available}, p.number desc") : Sql.Of($"p.number desc");
        return database.QueryPageAsync<StaffProduct>(
            $"select count(*) from {Product.Table} where {where}",
            $"""
            select {StaffProduct.Columns} from {Product.Table}
            where {where} order by {order} limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    /// <summary>
    /// Puts an archived product back on sale; no effect on others. Null when there is no such product.
    /// </summary>
    public async Task<StaffProduct?> RestoreAsync(Guid id, NewAuditEntry act, CancellationToken ct)
    {
        await database.ScalarAsync<long>(
            $"""
            with restored as (
                update catalog.products set archived_at = null, version = version + 1
                where id = {id} and archived_at is not null returning id)
            {NewAuditEntry.With(act, Sql.Of($"restored"))}
            select count(*) from restored
            """, ct);
        return await FindAsync(id, ct);
    }

    /// <summary>Null when there is no such product.</summary>
    public async Task<StaffProduct?> AdjustAsync(Guid id, int change, NewAuditEntry act, CancellationToken ct)
    {
        var adjusted = await database.ScalarAsync<long>(
            $"""
            with adjusted as ({Stock.Adjust(id, change)} returning product_id)
            {NewAuditEntry.With(act, Sql.Of($"adjusted"))}
            select count(*) from adjusted
            """, ct);
        var product = await FindAsync(id, ct);
        if (adjusted == 1 || product is null)
            return product;
        throw new ShopException(
            ErrorCode.Conflict,
            $"Too few of {product.Sku}: {product.OnHand} are on hand, {product.Reserved} of them reserved for orders.");
    }

    static Sql Matches(string text) => Sql.Of(
        $"""
        (p.words @@ websearch_to_tsquery('russian', {SearchText.Fold(text)})
            or starts_with(lower(p.sku), {text.ToLowerInvariant()}))
        """);
}
