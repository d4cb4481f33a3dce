using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Inventory;

namespace Shop.Catalog;

/// <summary>
/// Product changes by staff. The tags come from the caller's <c>If-Match</c> header; without one they are null and the
/// last writer wins.
/// </summary>
public sealed class ProductEditor(NpgsqlDataSource database)
{
    // The defaults of the columns: a small parcel.
    const int DefaultGrams = 500;
    static readonly Dimensions DefaultSize = new(20, 15, 10);

    public async Task<Product> AddAsync(ProductRequest request, NewAuditEntry act, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var category = await SlugAsync(connection, request.Category, ct);
        var size = request.Dimensions ?? DefaultSize;
        try
        {
            await connection.ExecuteAsync(
                $"""
                insert into catalog.products (id, category, name, description, price, sku, image_url, attributes, grams,
                    length, width, height, vat, payment_subject)
                values ({id}, {category}, {request.Name}, {request.Description ?? ""}, {request.Price}, {request.Sku},
                    {ImageOf(request.ImageUrl, category, request.Sku!)}, {request.Attributes ?? "{}"}::jsonb,
                    {request.Grams ?? DefaultGrams}, {size.Length}, {size.Width}, {size.Height},
                    nullif({request.Vat}, ''), nullif({request.PaymentSubject}, ''))
                """, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw SkuTaken(e);
        }
        await connection.ExecuteAsync(Stock.Insert(id, request.Quantity!.Value), ct);
        await connection.ExecuteAsync((act with { Subject = $"{id}" }).Insert, ct);
        var product = await FindAsync(connection, id, ct);
        await transaction.CommitAsync(ct);
        return product!.Product;
    }

    public Task<Product?> ChangeAsync(
        Guid id, ProductChange change, string[]? tags, NewAuditEntry act, CancellationToken ct) =>
        EditAsync(id, tags, act, (connection, current) => UpdateAsync(connection, current, change, ct), ct);

    /// <summary>False when there was nothing to archive.</summary>
    public async Task<bool> ArchiveAsync(Guid id, string[]? tags, NewAuditEntry act, CancellationToken ct)
    {
        var archived = await EditAsync(id, tags, act, (connection, _) => connection.ExecuteAsync(
            $"update catalog.products set archived_at = now(), version = version + 1 where id = {id}", ct), ct);
        return archived is not null;
    }

    /// <summary>Null when there is no such product.</summary>
    public async Task<Product?> SellAsync(Guid id, int units, NewAuditEntry act, CancellationToken ct)
    {
        var sold = await database.ScalarAsync<long>(
            $"""
            with sold as (
                {Stock.Sell(id, units)} and exists (select from catalog.products where id = {id} and archived_at is null)
                returning product_id)
            {NewAuditEntry.With(act, Sql.Of($"sold"))}
            select count(*) from sold
            """, ct);
        var product = await database.QuerySingleAsync<Product>(
            $"select {Product.Columns} from {Product.Table} where p.id = {id} and p.archived_at is null", ct);
        return sold == 1 || product is null
            ? product
            : throw new ShopException(ErrorCode.Conflict, $"Only {product.Quantity} of {product.Sku} are left.");
    }

    // The row is locked from the tag check to the change, so the second of two concurrent editors gets the error.
    async Task<Product?> EditAsync(
        Guid id, string[]? tags, NewAuditEntry act, Func<NpgsqlConnection, Product, Task> edit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var current = await connection.QuerySingleAsync<EditedProduct>(
            $"""
            select {EditedProduct.Columns} from {Product.Table}
            where p.id = {id} and p.archived_at is null
            for update
            """, ct);
        if (current is null)
            return null;
        if (tags is not null && !tags.Contains(current.Product.Tag))
            throw new ShopException(ErrorCode.PreconditionFailed, "The product has changed since it was read.");
        await edit(connection, current.Product);
        var product = await FindAsync(connection, id, ct);
        await connection.ExecuteAsync((act with { Detail = ProductDifference.Between(current, product!) }).Insert, ct);
        await transaction.CommitAsync(ct);
        return product!.Product;
    }

    static async Task UpdateAsync(
        NpgsqlConnection connection, Product current, ProductChange change, CancellationToken ct)
    {
        var category = await SlugAsync(connection, change.Category, ct);
        var image = change.ImageUrl is null
            ? current.ImageUrl
            : ImageOf(change.ImageUrl, category ?? current.CategorySlug, change.Sku ?? current.Sku);
        try
        {
            await connection.ExecuteAsync(
                $"""
                update catalog.products set
                    name = coalesce({change.Name}, name),
                    description = coalesce({change.Description}, description),
                    price = coalesce({change.Price}, price),
                    sku = coalesce({change.Sku}, sku),
                    category = coalesce({category}, category),
                    image_url = {image},
                    attributes = coalesce({change.Attributes}::jsonb, attributes),
                    grams = coalesce({change.Grams}, grams),
                    length = coalesce({change.Dimensions?.Length}, length),
                    width = coalesce({change.Dimensions?.Width}, width),
                    height = coalesce({change.Dimensions?.Height}, height),
                    vat = nullif(coalesce({change.Vat}, vat), ''),
                    payment_subject = nullif(coalesce({change.PaymentSubject}, payment_subject), ''),
                    version = version + 1
                where id = {current.Id}
                """, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw SkuTaken(e);
        }
        if (change.Quantity is { } quantity)
            await connection.ExecuteAsync(Stock.Set(current.Id, quantity), ct);
    }

    static Task<EditedProduct?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken ct) =>
        connection.QuerySingleAsync<EditedProduct>(
            $"select {EditedProduct.Columns} from {Product.Table} where p.id = {id}", ct);

    static async Task<string?> SlugAsync(NpgsqlConnection connection, string? category, CancellationToken ct)
    {
        if (category is null)
            return null;
        return await connection.ScalarAsync<string>($"select {Category.SlugOf(category)}", ct)
            ?? throw ShopException.Invalid("category", "There is no such category.");
    }

    static string? ImageOf(string? given, string? category, string sku) =>
        string.IsNullOrEmpty(given) ? ProductDrawing.Address(category, sku) : given;

    static ShopException SkuTaken(Exception e) => new(ErrorCode.Conflict, "Another product has this sku.", inner: e);
}
