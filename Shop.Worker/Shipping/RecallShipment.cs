using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Worker.Shipping;

/// <summary>What is cancelled or paid back is not sent. A carrier that does not give the parcel back any more says so in a dead letter, for somebody to look at.</summary>
sealed class RecallShipment<TMessage>(ShipmentStore shipments) : IMessageHandler<TMessage> where TMessage : IMessage<TMessage>, IOrderMessage
{
    public static string Consumer => TMessage.Topic switch
    {
        "orders.cancelled" => "shipping.recall_cancelled",
        "orders.refunded" => "shipping.recall_refunded",
        var topic => throw new InvalidOperationException($"Nothing is recalled for {topic}.")
    };

    public async Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct)
    {
        await shipments.RecallAsync(message.OrderId, ct);
        await context.RememberAsync(ct);
    }
}
