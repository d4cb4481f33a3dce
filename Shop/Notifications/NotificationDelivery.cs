using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Notifications;

/// <summary>
/// Sends a notification through the first provider that accepts it. When a provider fails, the next one is tried. When
/// the recipient is rejected, delivery ends. A message is sent once, with one exception: no provider supports
/// idempotency keys. When a response is lost, or the process dies while waiting for it, the customer gets the message
/// twice rather than never.
/// </summary>
public sealed partial class NotificationDelivery(
    NotificationStore notifications,
    IEnumerable<IEmailSender> emails,
    IEnumerable<ISmsSender> texts,
    IOptions<NotificationOptions> options,
    ILogger<NotificationDelivery> logger)
{
    /// <summary>False when no SMS provider is configured, which is allowed.</summary>
    public bool SendsTexts => texts.Any();

    /// <summary>
    /// The attempt is that of the message or task that sends this notification, starting at 1. When the notification
    /// ends the handling of a message, <paramref name="handled"/> is recorded with it.
    /// </summary>
    public Task SendAsync(
        Notification notification, int attempt, CancellationToken ct, MessageContext? handled = null)
    {
        var (template, language, values) = (notification.Text, notification.Language, notification.Values);
        if (notification.Kind == NotificationKind.Sms)
        {
            var text = new SmsMessage(notification.Id, notification.Recipient, template.SmsOf(values));
            var smsProviders = InOrder(texts, options.Value.SmsProvidersFor(notification.Recipient));
            return SendAsync(notification, text, smsProviders, attempt, handled, ct);
        }
        var mail = new EmailMessage(
            notification.Id,
            notification.Recipient,
            template.SubjectOf(values),
            template.TextOf(values),
            notification.Html ?? template.HtmlOf(values, language));
        var emailProviders = EmailProviders(notification.Template);
        return SendAsync(notification, mail, emailProviders, attempt, handled, ct);
    }

    /// <summary>
    /// The statement that claims a mail to the customer of an order in the round trip that reads the order.
    /// </summary>
    internal Sql ClaimMail(Notification mail, int attempt)
    {
        var customer = OrderLines.Owner(Sql.Of($"{mail.OrderId}"));
        var recipient = Sql.Of(
            $"(select u.email as recipient, u.id as user_id from {AccountSql.Table} u where u.id = {customer})");
        return NotificationStore.ClaimWith(mail, recipient, EmailProviders(mail.Template)[0].Name, attempt);
    }

    List<ISender<EmailMessage>> EmailProviders(string template) =>
        InOrder(emails, options.Value.EmailProvidersFor(template));

    async Task SendAsync<TMessage>(
        Notification notification,
        TMessage message,
        List<ISender<TMessage>> providers,
        int attempt,
        MessageContext? handled,
        CancellationToken ct)
    {
        var claim = notification.IsClaimed
            ? Claim.Granted
            : await notifications.ClaimAsync(notification, providers[0].Name, attempt, ct);
        switch (claim)
        {
            case Claim.Done:
                return;
            case Claim.Busy:
                throw new ShopException(
                    ErrorCode.Conflict,
                    "Another delivery of this message is in progress.",
                    permanent: false);
        }

        for (var i = 0; ; i++)
            try
            {
                var providerId = await providers[i].SendAsync(message, ct);
                await notifications.MarkSentAsync(notification.Id, providerId, handled, ct);
                return;
            }
            catch (Exception e) when (e is ShopException or HttpRequestException)
            {
                var isFinal = e is ShopException { Permanent: true };
                if (isFinal || i == providers.Count - 1)
                {
                    await notifications.MarkFailedAsync(notification.Id, e.Message, isFinal, ct);
                    throw;
                }
                LogPassedOn(notification.Id, providers[i].Name, providers[i + 1].Name, e.Message);
                await notifications.PassOnAsync(notification.Id, providers[i + 1].Name, e.Message, ct);
            }
    }

    static List<ISender<TMessage>> InOrder<TMessage>(
        IEnumerable<ISender<TMessage>> senders, IReadOnlyList<string> names) =>
        ProviderRegistration.InOrder([.. senders], names, sender => sender.Name);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Notification {Id} failed at {Provider} and is passed on to {Next}: {Reason}")]
    partial void LogPassedOn(Guid id, string provider, string next, string reason);
}
