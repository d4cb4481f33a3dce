using Microsoft.Extensions.Options;
using Shop.Catalog;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Worker.Notifications;

sealed class SendWatchConfirmation(NotificationDelivery delivery, IOptions<NotificationOptions> options)
    : IMessageHandler<ProductWatched>
{
    public static string Consumer => "notifications.send_watch_confirmation";

    public Task HandleAsync(ProductWatched message, MessageContext context, CancellationToken ct)
    {
        var notification = new Notification(
            context.MessageId,
            NotificationKind.Email,
            message.Email,
            NotificationTemplates.ProductWatched,
            options.Value.Language,
            new Dictionary<string, string> { ["product"] = message.ProductName });
        return delivery.SendAsync(notification, context.Attempt, ct, context);
    }
}
