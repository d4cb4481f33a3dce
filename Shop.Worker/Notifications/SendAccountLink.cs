using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Worker.Notifications;

sealed class SendEmailVerification(NotificationDelivery delivery, IOptions<NotificationOptions> options) : IMessageHandler<AccountRegistered>
{
    public static string Consumer => "notifications.email_verification";

    public Task HandleAsync(AccountRegistered message, MessageContext context, CancellationToken ct) => delivery.HandleAsync(
        AccountLink.To(Wordings.EmailVerification, "/verify-email", message.Token, message.Email, message.FirstName, message.UserId, context, options.Value), context, ct);
}

sealed class SendPasswordReset(NotificationDelivery delivery, IOptions<NotificationOptions> options) : IMessageHandler<PasswordResetRequested>
{
    public static string Consumer => "notifications.password_reset";

    public Task HandleAsync(PasswordResetRequested message, MessageContext context, CancellationToken ct) => delivery.HandleAsync(
        AccountLink.To(Wordings.PasswordReset, "/reset-password", message.Token, message.Email, message.FirstName, message.UserId, context, options.Value), context, ct);
}

static class AccountLink
{
    /// <summary>The page of the site at <paramref name="path"/> hands the token on to the API.</summary>
    public static Notification To(
        string template, string path, string token, string email, string firstName, Guid user, MessageContext context, NotificationOptions options) =>
        new(context.MessageId, NotificationKind.Email, email, template, options.Language, new Dictionary<string, string>
        {
            ["name"] = firstName,
            ["link"] = new Uri(options.SiteAddress!, $"{path}?token={Uri.EscapeDataString(token)}").AbsoluteUri
        })
        { UserId = user };
}
