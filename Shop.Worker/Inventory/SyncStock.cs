using System.Text.Json;
using Shop.Catalog;
using Shop.Inventory;
using Shop.Inventory.Erp;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

/// <summary>Compares the shop's stock with the warehouse's.</summary>
sealed class SyncStock(ErpFeed feed, StockSync stock) : ITaskRunner
{
    public string Kind => StockSync.Kind;

    public async Task<string> RunAsync(ScheduledTask task, CancellationToken ct)
    {
        var status = await stock.ApplyAsync(task.Id, await feed.ReadAsync(ct), SkuSql.Table, ct);
        return JsonSerializer.Serialize(status, InventoryJson.Default.SyncStatus);
    }
}
