using Shop.Tasks;

namespace Shop.Worker.Orders;

static class OrderWork
{
    public static void AddOrderWork(this IServiceCollection services)
    {
        services.AddScoped<ITaskRunner, ProcessOrder>();
        services.AddScheduled<ExpireUnpaidOrders>();
        services.AddScheduled<RepeatPaidOrders>();
    }
}
