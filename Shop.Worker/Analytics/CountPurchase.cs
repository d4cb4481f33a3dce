using Shop.Analytics;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Worker.Analytics;

/// <summary>Counts revenue from paid orders, not from the purchases that browsers report.</summary>
sealed class CountPurchase : IMessageHandler<OrderPaid>
{
    public static string Consumer => "analytics.count_purchase";

    public async Task HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
    {
        await using var work = await context.BeginAsync(ct);
        if (work is null)
            return;
        await EventStore.AddOrderAsync(work.Connection, message.OrderId, ct);
        await work.CommitAsync(ct);
    }
}
