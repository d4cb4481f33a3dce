using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

/// <summary>Asks to send, or resend, a notification about an order to its customer.</summary>
public sealed record NotificationRequest(
    [property: Required] Guid? OrderId,
    [property: Required, StringLength(60)] string? NotificationType,
    [property: AllowedValues(null, NotificationTemplates.Russian, NotificationTemplates.English)]
    string? Language = null)
{
    /// <summary>The kind of the task that sends it.</summary>
    public const string TaskKind = "notification.send";
}
