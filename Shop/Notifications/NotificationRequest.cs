using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

/// <summary>Asks to send, or resend, a notification about an order to its customer.</summary>
public sealed record NotificationRequest(
    [property: Required] Guid? OrderId,
    [property: Required, StringLength(60), Description(NotificationRequest.Types)] string? NotificationType,
    [property: AllowedValues(null, Wordings.Russian, Wordings.English)] string? Language = null)
{
    const string Types = "One of " + Wordings.OrderPlaced + " (also " + Wordings.OrderCreated + "), "
        + Wordings.OrderConfirmation + ", " + Wordings.OrderShipped + ", " + Wordings.OrderDelivered + ", "
        + Wordings.OrderCancelled + ", " + Wordings.OrderRefunded + ".";

    /// <summary>The kind of the task that sends it.</summary>
    public const string TaskKind = "notification.send";
}
