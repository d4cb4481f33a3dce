using Shop.Messaging;
using Shop.Orders;

namespace Shop.Worker.Orders;

/// <summary>Makes an order for pickup ready. Its goods are reserved, so nothing else is missing.</summary>
sealed class PreparePickup : IMessageHandler<OrderReserved>
{
    public static string Consumer => "orders.prepare_pickup";

    public async Task HandleAsync(OrderReserved message, MessageContext context, CancellationToken ct)
    {
        await using var connection = await context.Database.OpenConnectionAsync(ct);
        await OrderChanges.ReadyAsync(connection, message.OrderId, ct);
    }
}
