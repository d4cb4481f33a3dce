using Shop.Analytics;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Worker.Analytics;

/// <summary>Revenue is what was paid, not what a browser says was bought.</summary>
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
