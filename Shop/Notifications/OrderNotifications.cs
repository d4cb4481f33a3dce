using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Accounts;
using Shop.Messaging;
using Shop.Notifications.Templates;
using Shop.Orders;
using Shop.Shipping;

namespace Shop.Notifications;

/// <summary>
/// Notifies the customer of an order by mail, and by text message if the shop has a provider for them, the template has
/// a text message and the customer has a phone number.
/// </summary>
public sealed class OrderNotifications(
    OrderStore orders,
    NotificationDelivery delivery,
    NpgsqlDataSource database,
    IOptions<NotificationOptions> options)
{
    static readonly Dictionary<string, string> NoValues = [];

    /// <summary>
    /// The cause is the id of the message or task that requests the notifications, the attempt its number of attempts
    /// so far. A message that needs one notification only is recorded with it.
    /// </summary>
    /// <returns>The ids of the notifications.</returns>
    public async Task<Guid[]> SendAsync(
        string template,
        Guid orderId,
        Guid cause,
        int attempt,
        string? language,
        CancellationToken ct,
        MessageContext? message = null)
    {
        language ??= options.Value.Language;
        var id = Notification.IdOf(cause, NotificationKind.Email);
        var (order, customer, claimed) = await FindAsync();
        if (order is null)
            throw new ShopException(ErrorCode.NotFound, "There is no such order.");
        template = NotificationTemplates.OfOrder(order, template)
            ?? throw new ShopException(ErrorCode.Unprocessable, $"There is no notification {template} for this order.");
        // The customer has deleted the account.
        if (customer is null)
            return [];
        var tracking = template == NotificationTemplates.OrderShipped
            ? await ShipmentStore.TrackingNumberAsync(database, orderId, ct)
            : null;
        var mail = new Notification(
            id,
            NotificationKind.Email,
            customer.Email,
            template,
            language,
            OrderValues.Of(order, customer.FirstName, tracking, language))
        {
            OrderId = order.Id,
            UserId = order.UserId,
            IsClaimed = claimed == 1
        };
        List<Notification> notifications = [mail];
        if (delivery.SendsTexts && mail.Text.Sms is not null && SmsMessage.Number(customer.Phone) is { } number)
        {
            notifications.Add(mail with
            {
                Id = Notification.IdOf(cause, NotificationKind.Sms),
                Kind = NotificationKind.Sms,
                IsClaimed = false,
                Recipient = number
            });
        }

        // Both are sent, even if one fails. A transient failure comes first, because it is retried.
        var handled = notifications.Count == 1 ? message : null;
        var outcomes = await Task.WhenAll(
            notifications.Select(notification => TryAsync(notification, attempt, handled, ct)));
        var failures = outcomes.OfType<Exception>().ToList();
        if (failures.Find(failure => failure is not ShopException { Permanent: true }) is { } transient)
            throw transient;
        return failures is [var permanent, ..]
            ? throw permanent
            : [.. notifications.Select(notification => notification.Id)];

        // A message names exactly the template of its order, so its mail is claimed in the same round trip.
        async Task<(Order? Order, Account? Customer, int Claimed)> FindAsync()
        {
            if (message is not null)
            {
                var mail = new Notification(id, NotificationKind.Email, "", template, language, NoValues)
                {
                    OrderId = orderId
                };
                return await orders.FindWithCustomerAsync(orderId, delivery.ClaimMail(mail, attempt), ct);
            }
            var (order, customer) = await orders.FindWithCustomerAsync(orderId, ct);
            return (order, customer, 0);
        }
    }

    async Task<Exception?> TryAsync(
        Notification notification, int attempt, MessageContext? handled, CancellationToken ct)
    {
        try
        {
            await delivery.SendAsync(notification, attempt, ct, handled);
            return null;
        }
        catch (Exception e) when (e is ShopException or HttpRequestException)
        {
            return e;
        }
    }
}
