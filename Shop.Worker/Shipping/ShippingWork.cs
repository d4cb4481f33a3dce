using Shop.Messaging;
using Shop.Orders;
using Shop.Tasks;

namespace Shop.Worker.Shipping;

static class ShippingWork
{
    public static void AddShippingWork(this IServiceCollection services)
    {
        services.AddScoped<FindRecipient>();
        services.AddMessageHandler<CreateShipment, OrderPaid>();
        services.AddMessageHandler<RecallShipment, OrderCancelled>();
        services.AddScheduled<TrackShipments>();
    }
}
