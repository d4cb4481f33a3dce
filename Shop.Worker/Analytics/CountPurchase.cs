using Shop.Analytics;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Worker.Analytics;

/// <summary>Counts revenue from paid orders, not from the purchases that browsers report.</summary>
abstract class CountPurchase<TMessage> where TMessage : IOrderMessage
{
    public async Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct)
    {
        await using var work = await context.BeginAsync(ct);
        if (work is null)
            return;
        await EventStore.AddOrderAsync(work.Connection, message.OrderId, ct);
        await work.CommitAsync(ct);
    }
}

sealed class CountPaidOrder : CountPurchase<OrderPaid>, IMessageHandler<OrderPaid>
{
    public static string Consumer => "analytics.count_purchase";
}

sealed class CountHandedOverOrder : CountPurchase<OrderHandedOver>, IMessageHandler<OrderHandedOver>
{
    public static string Consumer => "analytics.count_hand_over";
}
