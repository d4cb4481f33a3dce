using Npgsql;
using Shop.Database;
using Shop.Inventory.Erp;

namespace Shop.Inventory;

public sealed class StockSync(NpgsqlDataSource database)
{
    /// <summary>The kind of the task that runs it.</summary>
    public const string Kind = "inventory.sync";

    /// <summary>
    /// Sets stock to the warehouse's counts, but never below the reserved quantity, and records the discrepancies. The
    /// catalog's <paramref name="products"/> (columns id, sku) say which product a SKU is. Idempotent per run: a
    /// repeated call returns the first result.
    /// </summary>
    public async Task<SyncStatus> ApplyAsync(Guid run, StockList list, Sql products, CancellationToken ct)
    {
        if (await FindAsync(run, ct) is { } earlier)
            return earlier;
        return (await database.QuerySingleAsync<SyncStatus>(
            $"""
            with feed as (
                select sku, on_hand
                from unnest({list.OnHand.Keys.ToArray()}, {list.OnHand.Values.ToArray()}) f (sku, on_hand)
            ),
            known as (
                select s.product_id, f.sku, s.on_hand as ours, greatest(f.on_hand, s.reserved) as applied
                from feed f join {products} p on p.sku = f.sku join inventory.stock s on s.product_id = p.id
                order by s.product_id for update of s
            ),
            changed as (
                update inventory.stock s set on_hand = k.applied
                from known k where s.product_id = k.product_id and k.ours <> k.applied
            ),
            recorded as (
                insert into inventory.discrepancies (run, sku, product_id, ours, theirs, applied)
                select {run}, f.sku, k.product_id, k.ours, f.on_hand, k.applied
                from feed f left join known k on k.sku = f.sku where k.ours is distinct from f.on_hand
                returning sku
            )
            insert into inventory.syncs (run, generated_at, products, discrepancies)
            select {run}, {list.GeneratedAt.ToUniversalTime()}, (select count(*) from known), (select count(*) from recorded)
            returning at, products, discrepancies
            """, ct))!;
    }

    public async Task<SyncStatus> StatusAsync(CancellationToken ct) => await database.QuerySingleAsync<SyncStatus>(
        $"select at, products, discrepancies from inventory.syncs order by at desc limit 1", ct) ?? SyncStatus.Never;

    /// <summary>Newest first; of all runs when <paramref name="run"/> is null.</summary>
    public Task<(long Total, List<Discrepancy> Discrepancies)> DiscrepanciesAsync(
        Guid? run, int page, int limit, CancellationToken ct)
    {
        var filter = run is { } one ? Sql.Of($"run = {one}") : Sql.Of($"true");
        return database.QueryPageAsync<Discrepancy>(
            $"select count(*) from inventory.discrepancies where {filter}",
            $"""
            select run, sku, product_id, ours, theirs, applied, at from inventory.discrepancies where {filter}
            order by at desc, sku limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"inventory.syncs"), Sql.Of($"at < now() - {age}"));

    internal static Sql OldDifferences(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"inventory.discrepancies"), Sql.Of($"at < now() - {age}"));

    Task<SyncStatus?> FindAsync(Guid run, CancellationToken ct) => database.QuerySingleAsync<SyncStatus>(
        $"select at, products, discrepancies from inventory.syncs where run = {run}", ct);
}
