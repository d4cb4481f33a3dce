using Shop.Orders;

namespace Shop.Notifications.Templates;

/// <summary>Every notification, in every language.</summary>
public static class Wordings
{
    public const string Russian = "ru";
    public const string English = "en";

    public const string ProductWatched = "product_watched";
    public const string EmailVerification = "email_verification";
    public const string PasswordReset = "password_reset";
    public const string OrderPlaced = "order_placed";
    public const string OrderConfirmation = "order_confirmation";
    public const string OrderShipped = "order_shipped";
    public const string OrderDelivered = "order_delivered";
    public const string OrderCancelled = "order_cancelled";
    public const string OrderRefunded = "order_refunded";

    public const string PickupPlaced = "pickup_placed";
    public const string PickupReady = "pickup_ready";
    public const string PickupHandedOver = "pickup_handed_over";

    /// <summary>Notifications about an order that is shipped. Support may resend them.</summary>
    public static IReadOnlyList<string> OfOrders { get; } =
        [OrderPlaced, OrderConfirmation, OrderShipped, OrderDelivered, OrderCancelled, OrderRefunded];

    /// <summary>Notifications about an order for pickup.</summary>
    public static IReadOnlyList<string> OfPickups { get; } =
        [PickupPlaced, PickupReady, PickupHandedOver, OrderCancelled, OrderRefunded];

    /// <summary>
    /// The template for this order: an order for pickup has texts of its own. Null when the order has no such
    /// notification.
    /// </summary>
    public static string? For(Order order, string template)
    {
        var own = (order.IsPickup, template) switch
        {
            (true, OrderPlaced) => PickupPlaced,
            (true, OrderDelivered) => PickupHandedOver,
            _ => template
        };
        return (order.IsPickup ? OfPickups : OfOrders).Contains(own) ? own : null;
    }

    public static IReadOnlyDictionary<string, Wording> In(string language) =>
        language == English ? EnglishWordings.All : RussianWordings.All;

    public static bool IsBulk(string template) => template == ProductWatched;
}
