using Shop.Messaging;
using Shop.Orders;
using Shop.Tasks;

namespace Shop.Worker.Orders;

static class OrderWork
{
    public static void AddOrderWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ITaskRunner, ProcessOrder>();
        services.AddMessageHandler<PreparePickup, OrderReserved>();
        services.AddScheduled<ExpireUnpaidOrders>();
        services.AddScheduled<RepeatPaidOrders>();
        if (configuration[$"{OrderOptions.Section}:{nameof(OrderOptions.PickUpAfter)}"] is not null)
            services.AddScheduled<HandOverPickups>();
    }
}
