using Shop.Inventory;
using Shop.Inventory.Erp;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

static class InventoryWork
{
    public static void AddInventoryWork(this IServiceCollection services, IConfiguration configuration)
    {
        // A shop without an ERP counts its stock by itself.
        if (!new ProviderRegistration(services, configuration).Has<ErpOptions>("erp"))
            return;
        services.AddHttpClient<ErpFeed>("erp").AddHttpMessageHandler(() => new BufferedResponseHandler());
        services.AddSingleton<StockSync>();
        services.AddScoped<ITaskRunner, SyncStock>();
        services.AddScheduled<ScheduleSync>();
    }
}
