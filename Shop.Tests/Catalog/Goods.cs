using System.Globalization;
using Npgsql;
using Shop.Database;

namespace Shop.Tests.Catalog;

/// <summary>
/// Products in a category of the test's own, so that its lists contain nothing else. Ids are in the order of the
/// products, oldest first.
/// </summary>
sealed record Goods(string Category, IReadOnlyList<Guid> Ids)
{
    public static async Task<Goods> AddAsync(
        NpgsqlDataSource database, CancellationToken ct, params (string Name, decimal Price, int Quantity)[] products)
    {
        var category = $"t-{Guid.CreateVersion7():N}";
        await database.ExecuteAsync(
            $"""
            insert into catalog.categories (slug, id, name)
            values ({category}, {Guid.CreateVersion7()}, {"Test " + category})
            """, ct);
        var now = TimeProvider.System.GetUtcNow();
        // Version 7 ids of the same millisecond have no order.
        var ids = products.Select((_, i) => Guid.CreateVersion7(now.AddMilliseconds(i))).ToArray();
        foreach (var (id, (name, price, quantity)) in ids.Zip(products))
            await database.ExecuteAsync(
                $"""
                with added as (
                    insert into catalog.products (id, category, name, description, price, sku)
                    values ({id}, {category}, {name}, 'Для проверки.', {price}, {Sku(id)}))
                insert into inventory.stock (product_id, on_hand) values ({id}, {quantity})
                """, ct);
        return new(category, ids);
    }

    public static Task<Goods> AddManyAsync(NpgsqlDataSource database, int count, CancellationToken ct) =>
        AddAsync(
            database,
            ct,
            [.. Enumerable.Range(1, count).Select(
                i => (string.Create(CultureInfo.InvariantCulture, $"Товар {i:00}"), 100m + i, i))]);

    public static string Sku(Guid id) => $"T-{id:N}";
}
