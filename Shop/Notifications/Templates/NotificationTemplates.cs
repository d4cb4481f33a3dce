using Shop.Orders;

namespace Shop.Notifications.Templates;

/// <summary>Every notification, in every language.</summary>
public static class NotificationTemplates
{
    public const string Russian = "ru";
    public const string English = "en";

    /// <summary>The daily or weekly report on the pilot, to the team.</summary>
    public const string PilotReport = "pilot_report";

    public const string ProductWatched = "product_watched";
    public const string EmailVerification = "email_verification";
    public const string PasswordReset = "password_reset";
    public const string OrderPlaced = "order_placed";

    /// <summary>Another name of <see cref="OrderPlaced"/>.</summary>
    public const string OrderCreated = "order_created";

    public const string OrderConfirmation = "order_confirmation";
    public const string OrderShipped = "order_shipped";
    public const string OrderDelivered = "order_delivered";
    public const string OrderCancelled = "order_cancelled";
    public const string OrderRefunded = "order_refunded";

    /// <summary>To the team; the pilot writes its text.</summary>
    public const string PilotAlert = "pilot_alert";

    public const string PickupPlaced = "pickup_placed";
    public const string PickupReady = "pickup_ready";
    public const string PickupHandedOver = "pickup_handed_over";

    /// <summary>A text message with the link that confirms an order made on the phone.</summary>
    public const string PhoneOrder = "phone_order";

    public const string ErrorAssigned = "error_assigned";
    public const string ErrorResolved = "error_resolved";

    /// <summary>Tells the reporter that the next release contains the solution.</summary>
    public const string ErrorSolved = "error_solved";

    /// <summary>Notifications about an order that is shipped. Support may resend them.</summary>
    public static IReadOnlyList<string> OfOrders { get; } =
        [OrderPlaced, OrderConfirmation, OrderShipped, OrderDelivered, OrderCancelled, OrderRefunded];

    /// <summary>Notifications about an order for pickup.</summary>
    public static IReadOnlyList<string> OfPickups { get; } =
        [PickupPlaced, PickupReady, PickupHandedOver, OrderCancelled, OrderRefunded];

    public static IReadOnlyList<string> Of(Order order) => order.IsPickup ? OfPickups : OfOrders;

    /// <summary>
    /// The notification about this order with this name: an order for pickup has texts of its own. Null when the order
    /// has no such notification.
    /// </summary>
    public static string? OfOrder(Order order, string name)
    {
        var template = (order.IsPickup, name) switch
        {
            (true, OrderPlaced or OrderCreated) => PickupPlaced,
            (true, OrderDelivered) => PickupHandedOver,
            (false, OrderCreated) => OrderPlaced,
            _ => name
        };
        return Of(order).Contains(template) ? template : null;
    }

    /// <summary>Every name by which a notification about this order may be asked for.</summary>
    public static IEnumerable<string> NamesFor(Order order) => order.IsPickup ? OfPickups : [.. OfOrders, OrderCreated];

    public static IReadOnlyDictionary<string, TemplateText> In(string language) =>
        language == English ? EnglishTemplates.All : RussianTemplates.All;

    public static bool IsBulk(string template) => template == ProductWatched;
}
