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
        var (order, customer) = await orders.FindWithCustomerAsync(message.OrderId, ct);
        if (order is { Status: OrderStatus.Confirmed, ShippingCreated: false })
            await shipments.CreateAsync(order, null, recipients.Of(order, customer), ct, message: context);
    }
}
