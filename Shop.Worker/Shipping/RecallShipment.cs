using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>
/// Recalls the shipment of a cancelled order. If the carrier no longer returns the parcel, the message becomes a dead
/// letter for staff to look at. A refund recalls the shipment by itself, before it pays.
/// </summary>
sealed class RecallShipment(ShipmentStore shipments) : IMessageHandler<OrderCancelled>
{
    public static string Consumer => "shipping.recall_cancelled";

    public Task HandleAsync(OrderCancelled message, MessageContext context, CancellationToken ct) =>
        shipments.RecallAsync(message.OrderId, ct);
}
