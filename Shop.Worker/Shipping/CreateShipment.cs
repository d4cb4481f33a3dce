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
        if (await orders.FindAsync(message.OrderId, ct) is { Status: "confirmed", ShippingCreated: false } order)
            await shipments.CreateAsync(order, null, await recipients.OfAsync(order, ct), ct);
    }
}
