using Shop.Messaging;
using Shop.Notifications;

namespace Shop.Worker.Notifications;

static class HandledNotifications
{
    /// <summary>Sends it; the row of the notification says once and for all that it was, the inbox that there is nothing left to do.</summary>
    public static async Task HandleAsync(this NotificationDelivery delivery, Notification notification, MessageContext context, CancellationToken ct)
    {
        await delivery.SendAsync(notification, context.Attempt, ct);
        await context.RememberAsync(ct);
    }
}
