using System.Text.Json;
using Shop.Inventory;
using Shop.Inventory.Erp;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

/// <summary>Compares our stock with what the warehouse has counted.</summary>
sealed class SyncStock(ErpFeed feed, StockSync stock) : ITaskRunner
{
    public string Kind => StockSync.Kind;

    public async Task<string> RunAsync(ScheduledTask task, CancellationToken ct) =>
        JsonSerializer.Serialize(await stock.ApplyAsync(task.Id, await feed.ReadAsync(ct), ct), InventoryJson.Default.SyncStatus);
}
