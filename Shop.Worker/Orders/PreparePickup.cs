using Shop.Messaging;
using Shop.Orders;

namespace Shop.Worker.Orders;

/// <summary>Makes an order for pickup ready. Its goods are reserved, so nothing else is missing.</summary>
sealed class PreparePickup : IMessageHandler<OrderReserved>
{
    public static string Consumer => "orders.prepare_pickup";

    public async Task HandleAsync(OrderReserved message, MessageContext context, CancellationToken ct)
    {
        await using var work = await context.BeginAsync(ct);
        if (work is null)
            return;
        await OrderChanges.ReadyAsync(work.Connection, message.OrderId, ct);
        await work.CommitAsync(ct);
    }
}
