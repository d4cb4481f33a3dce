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

/// <summary>Counts an order that was paid at the counter.</summary>
sealed class CountHandOver : IMessageHandler<OrderHandedOver>
{
    public static string Consumer => "analytics.count_hand_over";

    public Task HandleAsync(OrderHandedOver message, MessageContext context, CancellationToken ct) =>
        context.ExecuteOnceAsync(EventStore.InsertOrder(message.OrderId, context.First), ct);
}
