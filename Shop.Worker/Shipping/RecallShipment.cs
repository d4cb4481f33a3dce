using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>
/// Recalls the shipment of a cancelled or refunded order. If the carrier no longer returns the parcel, the message
/// becomes a dead letter for staff to look at.
/// </summary>
abstract class RecallShipment<TMessage>(ShipmentStore shipments)
    where TMessage : IOrderMessage
{
    public Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct) =>
        shipments.RecallAsync(message.OrderId, ct);
}

sealed class RecallCancelledShipment(ShipmentStore shipments)
    : RecallShipment<OrderCancelled>(shipments), IMessageHandler<OrderCancelled>
{
    public static string Consumer => "shipping.recall_cancelled";
}

sealed class RecallRefundedShipment(ShipmentStore shipments)
    : RecallShipment<OrderRefunded>(shipments), IMessageHandler<OrderRefunded>
{
    public static string Consumer => "shipping.recall_refunded";
}
