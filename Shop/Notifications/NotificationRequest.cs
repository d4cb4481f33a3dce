using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

/// <summary>Asks to send, or resend, a notification about an order to its customer.</summary>
public sealed record NotificationRequest(
    [property: Required] Guid? OrderId,
    [property: Required, StringLength(60), Description(NotificationRequest.Types)] string? NotificationType,
    [property: AllowedValues(null, NotificationTemplates.Russian, NotificationTemplates.English)]
    string? Language = null)
{
    const string Types =
        $"One of {NotificationTemplates.OrderPlaced} (also {NotificationTemplates.OrderCreated}), " +
        $"{NotificationTemplates.OrderConfirmation}, {NotificationTemplates.OrderShipped}, " +
        $"{NotificationTemplates.OrderDelivered}, {NotificationTemplates.OrderCancelled}, " +
        $"{NotificationTemplates.OrderRefunded}; for an order for pickup also {NotificationTemplates.PickupPlaced}, " +
        $"{NotificationTemplates.PickupReady}, {NotificationTemplates.PickupHandedOver}.";

    /// <summary>The kind of the task that sends it.</summary>
    public const string TaskKind = "notification.send";
}
