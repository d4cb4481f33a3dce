using Shop.Messaging;
using Shop.Orders;
using Shop.Payments;
using Shop.Tasks;
using Shop.Worker.Payments;
using Shop.Worker.Shipping;
using Shop.Worker.Tasks;

namespace Shop.Worker.Orders;

static class OrderWork
{
    public static void AddOrderWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOrders(configuration);
        services.AddScoped<FindRecipient>();
        services.AddMessageHandler<CreateShipment, OrderPaid>();
        services.AddMessageHandler<RecallShipment<OrderCancelled>, OrderCancelled>();
        services.AddMessageHandler<RecallShipment<OrderRefunded>, OrderRefunded>();
        services.AddMessageHandler<ExecuteRefund, RefundRequested>();
        services.AddMessageHandler<RunTask, TaskRequested>();
        services.AddScoped<ITaskRunner, ProcessOrder>();
        services.AddScheduled<ExpireUnpaidOrders>();
        services.AddScheduled<SettlePayments>();
        services.AddScheduled<TrackShipments>();
    }
}
