using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Worker.Notifications;

sealed class SendEmailVerification(NotificationDelivery delivery, IOptions<NotificationOptions> options)
    : IMessageHandler<AccountRegistered>
{
    public static string Consumer => "notifications.email_verification";

    public Task HandleAsync(AccountRegistered message, MessageContext context, CancellationToken ct)
    {
        var notification = AccountLink.To(
            Wordings.EmailVerification,
            "/verify-email",
            message.Token,
            message.Email,
            message.FirstName,
            message.UserId,
            context,
            options.Value);
        return delivery.SendAsync(notification, context.Attempt, ct);
    }
}

sealed class SendPasswordReset(NotificationDelivery delivery, IOptions<NotificationOptions> options)
    : IMessageHandler<PasswordResetRequested>
{
    public static string Consumer => "notifications.password_reset";

    public Task HandleAsync(PasswordResetRequested message, MessageContext context, CancellationToken ct)
    {
        var notification = AccountLink.To(
            Wordings.PasswordReset,
            "/reset-password",
            message.Token,
            message.Email,
            message.FirstName,
            message.UserId,
            context,
            options.Value);
        return delivery.SendAsync(notification, context.Attempt, ct);
    }
}

static class AccountLink
{
    /// <summary>The site's page at <paramref name="path"/> sends the token to the API.</summary>
    public static Notification To(
        string template,
        string path,
        string token,
        string email,
        string firstName,
        Guid user,
        MessageContext context,
        NotificationOptions options)
    {
        var values = new Dictionary<string, string>
        {
            ["name"] = firstName,
            ["link"] = new Uri(options.SiteAddress!, $"{path}?token={Uri.EscapeDataString(token)}").AbsoluteUri
        };
        return new(context.MessageId, NotificationKind.Email, email, template, options.Language, values)
        {
            UserId = user
        };
    }
}
