using System.Globalization;
using Microsoft.Extensions.Options;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;
using Shop.Orders;

namespace Shop.Worker.Notifications;

/// <summary>
/// Texts the link that confirms an order made on the phone. Each attempt has a token of its own, because an earlier one
/// may have been delivered although its response was lost; the latest is valid.
/// </summary>
sealed class SendPhoneOrderLink(
    PhoneOrderStore orders, NotificationDelivery delivery, IOptions<NotificationOptions> options)
    : IMessageHandler<PhoneOrderMade>
{
    public static string Consumer => "notifications.phone_order";

    public async Task HandleAsync(PhoneOrderMade message, MessageContext context, CancellationToken ct)
    {
        // Confirmed, or nobody waits for it any more.
        if (await orders.NewTokenAsync(message.PhoneOrderId, ct) is not var (order, token))
            return;
        if (!delivery.SendsTexts)
            throw new ShopException(
                ErrorCode.Unavailable, "The shop has no provider of text messages, so nobody can confirm this order.");
        var culture = CultureInfo.GetCultureInfo(order.Language == NotificationTemplates.English ? "en-GB" : "ru-RU");
        var notification = new Notification(
            context.MessageId,
            NotificationKind.Sms,
            order.Phone,
            NotificationTemplates.PhoneOrder,
            order.Language,
            new Dictionary<string, string>
            {
                ["total"] = order.Total.ToString("#,0", culture) + " ₽",
                ["link"] = new Uri(options.Value.SiteAddress!, $"/phone-orders/{token}").AbsoluteUri
            });
        await delivery.SendAsync(notification, context.Attempt, ct, context);
    }
}
