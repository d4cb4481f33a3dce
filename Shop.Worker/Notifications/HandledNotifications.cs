using Shop.Messaging;
using Shop.Notifications;

namespace Shop.Worker.Notifications;

static class HandledNotifications
{
    /// <summary>
    /// Sends the notification, whose row prevents a second sending, and records the message in the inbox as handled.
    /// </summary>
    public static async Task HandleAsync(
        this NotificationDelivery delivery,
        Notification notification,
        MessageContext context,
        CancellationToken ct)
    {
        await delivery.SendAsync(notification, context.Attempt, ct);
        await context.RecordHandledAsync(ct);
    }
}
