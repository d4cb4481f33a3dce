using System.Text.Json;
using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>What is paid is sent.</summary>
sealed class CreateShipment(OrderStore orders, ShipmentStore shipments) : IMessageHandler<OrderPaid>
{
    public static string Consumer => "shipping.create_shipment";

    public async Task HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
    {
        if (await orders.FindAsync(message.OrderId, ct) is { Status: "confirmed", ShippingCreated: false } order)
            await shipments.CreateAsync(order, order.ShippingMethod, RecipientOf(order), ct);
    }

    public static Recipient RecipientOf(Order order)
    {
        var address = order.ShippingAddress is null ? null : JsonSerializer.Deserialize(order.ShippingAddress, OrdersJson.Default.Address);
        return address is null
            ? new($"{order.Number}", "+70000000000", "самовывоз")
            : new($"{address.FirstName} {address.LastName}".Trim(), "+70000000000", $"{address.PostalCode}, {address.City}, {address.Street}");
    }
}
