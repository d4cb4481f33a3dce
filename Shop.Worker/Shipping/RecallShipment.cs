using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>
/// Recalls the shipment of a cancelled or refunded order. If the carrier no longer returns the parcel, the message
/// becomes a dead letter for staff to look at.
/// </summary>
sealed class RecallShipment<TMessage>(ShipmentStore shipments) : IMessageHandler<TMessage>
    where TMessage : IMessage<TMessage>, IOrderMessage
{
    public static string Consumer => TMessage.Topic switch
    {
        "orders.cancelled" => "shipping.recall_cancelled",
        "orders.refunded" => "shipping.recall_refunded",
        var topic => throw new InvalidOperationException($"{topic} recalls no shipment.")
    };

    public async Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct)
    {
        await shipments.RecallAsync(message.OrderId, ct);
        await context.RememberAsync(ct);
    }
}
