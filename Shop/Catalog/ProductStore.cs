using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Catalog;

public sealed class ProductStore(NpgsqlDataSource database)
{
    public Task<Product?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Product>($"select {Product.Columns} from {Product.Table} where p.id = {id} and p.archived_at is null", ct);

    public Task<(long Total, List<Product> Products)> ListAsync(ProductSearch search, CancellationToken ct)
    {
        var filter = search.Filter();
        return database.QueryPageAsync<Product>(
            $"select count(*) from {Product.Table} where {filter}",
            $"""
            select {Product.Columns} from {Product.Table}
            where {filter}
            order by {search.OrderBy()}
            limit {search.Limit} offset {(long)(search.Page - 1) * search.Limit}
            """, ct);
    }

    public Task<List<Category>> CategoriesAsync(CancellationToken ct) => database.QueryAsync<Category>(
        $"""
        select c.id, c.name, c.slug, count(p.id)
        from catalog.categories c
        left join catalog.products p on p.category = c.slug and p.archived_at is null
        group by c.slug
        order by c.name
        """, ct);

    /// <summary>Null when there is no such product. Asking twice changes nothing and sends nothing twice.</summary>
    public async Task<Watch?> WatchAsync(Guid productId, string email, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var name = await connection.ScalarAsync<string>($"select name from catalog.products where id = {productId} and archived_at is null", ct);
        if (name is null)
            return null;

        var added = await connection.ExecuteAsync(
            $"""
            insert into catalog.watches (id, product_id, email) values ({Guid.CreateVersion7()}, {productId}, {email})
            on conflict (product_id, lower(email)) do nothing
            """, ct);
        if (added == 1)
            await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(productId, name, email)), ct);
        await transaction.CommitAsync(ct);
        return new(productId, email);
    }
}
