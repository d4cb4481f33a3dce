using Shop.Analytics;
using Shop.Messaging;
using Shop.Orders;
using Shop.Tasks;

namespace Shop.Worker.Analytics;

static class AnalyticsWork
{
    public static void AddAnalyticsWork(this IServiceCollection services)
    {
        services.AddSingleton<StatsStore>();
        services.AddMessageHandler<CountPurchase, OrderPaid>();
        services.AddMessageHandler<CountHandOver, OrderHandedOver>();
        services.AddScheduled<RollUpEvents>();
    }
}
