using Shop.Inventory;
using Shop.Inventory.Erp;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

static class InventoryWork
{
    public static void AddInventoryWork(this IServiceCollection services)
    {
        services.AddOptions<ErpOptions>().BindConfiguration(ErpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<ErpFeed>("erp");
        services.AddSingleton<StockSync>();
        services.AddScoped<ITaskRunner, SyncStock>();
        services.AddScheduled<ScheduleSync>();
    }
}
