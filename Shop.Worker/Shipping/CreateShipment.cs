using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>Creates the shipment of a paid order.</summary>
sealed class CreateShipment(OrderStore orders, ShipmentStore shipments, FindRecipient recipients)
    : IMessageHandler<OrderPaid>
{
    public static string Consumer => "shipping.create_shipment";

    public async Task HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
    {
        var found = await orders.FindAsync(message.OrderId, ct);
        if (found is { Status: OrderStatus.Confirmed, ShippingCreated: false } order)
            await shipments.CreateAsync(order, null, await recipients.OfAsync(order, ct), ct);
    }
}
