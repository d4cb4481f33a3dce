using Shop.Messaging;
using Shop.Notifications.Templates;
using Shop.Orders;

namespace Shop.Worker.Notifications;

/// <summary>Notifies the customer of one step of an order's life, with the template of the message's topic.</summary>
sealed class NotifyOfOrder<TMessage>(OrderNotifications notifications) : IMessageHandler<TMessage>
    where TMessage : IMessage<TMessage>, IOrderMessage
{
    static readonly string Template = TMessage.Topic switch
    {
        "orders.placed" => Wordings.OrderPlaced,
        "orders.reserved" => Wordings.PickupPlaced,
        "orders.ready" => Wordings.PickupReady,
        "orders.handed_over" => Wordings.PickupHandedOver,
        "orders.paid" => Wordings.OrderConfirmation,
        "orders.shipped" => Wordings.OrderShipped,
        "orders.delivered" => Wordings.OrderDelivered,
        "orders.cancelled" => Wordings.OrderCancelled,
        "orders.refunded" => Wordings.OrderRefunded,
        var topic => throw new InvalidOperationException($"There is no notification for {topic}.")
    };

    public static string Consumer => $"notifications.{Template}";

    public async Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct)
    {
        await notifications.SendAsync(Template, message.OrderId, context.MessageId, context.Attempt, null, ct);
        await context.RecordHandledAsync(ct);
    }
}
