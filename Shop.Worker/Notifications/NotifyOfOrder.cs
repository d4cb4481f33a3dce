using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;
using Shop.Orders;

namespace Shop.Worker.Notifications;

/// <summary>Notifies the customer of one step of an order's life.</summary>
abstract class NotifyOfOrder<TMessage>(string template, OrderNotifications notifications)
    where TMessage : IOrderMessage
{
    public Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct) =>
        notifications.SendAsync(template, message.OrderId, context.MessageId, context.Attempt, null, ct, context);
}

sealed class NotifyOfPlacement(OrderNotifications notifications)
    : NotifyOfOrder<OrderPlaced>(NotificationTemplates.OrderPlaced, notifications), IMessageHandler<OrderPlaced>
{
    public static string Consumer => "notifications.order_placed";
}

sealed class NotifyOfReservation(OrderNotifications notifications)
    : NotifyOfOrder<OrderReserved>(NotificationTemplates.PickupPlaced, notifications), IMessageHandler<OrderReserved>
{
    public static string Consumer => "notifications.pickup_placed";
}

sealed class NotifyOfReadiness(OrderNotifications notifications)
    : NotifyOfOrder<OrderReady>(NotificationTemplates.PickupReady, notifications), IMessageHandler<OrderReady>
{
    public static string Consumer => "notifications.pickup_ready";
}

sealed class NotifyOfHandOver(OrderNotifications notifications)
    : NotifyOfOrder<OrderHandedOver>(NotificationTemplates.PickupHandedOver, notifications),
        IMessageHandler<OrderHandedOver>
{
    public static string Consumer => "notifications.pickup_handed_over";
}

sealed class NotifyOfPayment(OrderNotifications notifications)
    : NotifyOfOrder<OrderPaid>(NotificationTemplates.OrderConfirmation, notifications), IMessageHandler<OrderPaid>
{
    public static string Consumer => "notifications.order_confirmation";
}

sealed class NotifyOfShipment(OrderNotifications notifications)
    : NotifyOfOrder<OrderShipped>(NotificationTemplates.OrderShipped, notifications), IMessageHandler<OrderShipped>
{
    public static string Consumer => "notifications.order_shipped";
}

sealed class NotifyOfDelivery(OrderNotifications notifications)
    : NotifyOfOrder<OrderDelivered>(NotificationTemplates.OrderDelivered, notifications),
        IMessageHandler<OrderDelivered>
{
    public static string Consumer => "notifications.order_delivered";
}

sealed class NotifyOfCancellation(OrderNotifications notifications)
    : NotifyOfOrder<OrderCancelled>(NotificationTemplates.OrderCancelled, notifications),
        IMessageHandler<OrderCancelled>
{
    public static string Consumer => "notifications.order_cancelled";
}

sealed class NotifyOfRefund(OrderNotifications notifications)
    : NotifyOfOrder<OrderRefunded>(NotificationTemplates.OrderRefunded, notifications), IMessageHandler<OrderRefunded>
{
    public static string Consumer => "notifications.order_refunded";
}
