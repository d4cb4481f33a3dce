using Shop.Analytics;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Worker.Analytics;

/// <summary>Counts revenue from paid orders, not from the purchases that browsers report.</summary>
sealed class CountPurchase : IMessageHandler<OrderPaid>
{
    public static string Consumer => "analytics.count_purchase";

    public Task HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct) =>
        context.ExecuteOnceAsync(EventStore.InsertOrder(message.OrderId, context.First), ct);
}
