namespace Shop.Notifications.Templates;

/// <summary>Every notification, in every language.</summary>
public static class NotificationTemplates
{
    public const string Russian = "ru";
    public const string English = "en";

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

    /// <summary>Notifications about an order. Support may resend them.</summary>
    public static IReadOnlyList<string> OfOrders { get; } =
        [OrderPlaced, OrderConfirmation, OrderShipped, OrderDelivered, OrderCancelled, OrderRefunded];

    /// <summary>Other names by which clients ask for a notification.</summary>
    static readonly Dictionary<string, string> OtherNames = new() { [OrderCreated] = OrderPlaced };

    /// <summary>Every name by which a notification about an order may be asked for.</summary>
    public static IEnumerable<string> NamesOfOrders => OfOrders.Concat(OtherNames.Keys);

    /// <summary>The notification about an order with this name, or null.</summary>
    public static string? OfOrder(string name) =>
        OtherNames.GetValueOrDefault(name) ?? (OfOrders.Contains(name) ? name : null);

    public static IReadOnlyDictionary<string, TemplateText> In(string language) =>
        language == English ? EnglishTemplates.All : RussianTemplates.All;

    public static bool IsBulk(string template) => template == ProductWatched;
}
