using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

/// <summary>Somebody wants a customer to be told of an order, again perhaps.</summary>
public sealed record NotificationRequest(
    [property: Required] Guid? OrderId,
    [property: Required, StringLength(60)] string? NotificationType,
    [property: AllowedValues(null, Wordings.Russian, Wordings.English)] string? Language = null)
{
    /// <summary>The kind of its task.</summary>
    public const string TaskKind = "notification.send";
}
