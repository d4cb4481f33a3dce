using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Worker.Notifications;

sealed class SendEmailVerification(AccountLink link) : IMessageHandler<AccountRegistered>
{
    public static string Consumer => "notifications.email_verification";

    public Task HandleAsync(AccountRegistered message, MessageContext context, CancellationToken ct) =>
        link.SendAsync(message.UserId, TokenPurpose.Verify, context, ct);
}

sealed class SendPasswordReset(AccountLink link) : IMessageHandler<PasswordResetRequested>
{
    public static string Consumer => "notifications.password_reset";

    public Task HandleAsync(PasswordResetRequested message, MessageContext context, CancellationToken ct) =>
        link.SendAsync(message.UserId, TokenPurpose.Reset, context, ct);
}

/// <summary>
/// Mails a link with a new token; the site's page sends the token to the API. Each attempt has a token of its own,
/// because an earlier one may have been delivered although its response was lost.
/// </summary>
sealed class AccountLink(
    AccountStore accounts,
    NotificationDelivery delivery,
    IOptions<AccountOptions> accountOptions,
    IOptions<NotificationOptions> options,
    TimeProvider time)
{
    public async Task SendAsync(Guid user, TokenPurpose purpose, MessageContext context, CancellationToken ct)
    {
        // Nobody waits any more for the link of a letter that is replayed after days.
        var isExpired = time.GetUtcNow() - context.CreatedAt > accountOptions.Value.LifetimeOf(purpose);
        if (!isExpired && await accounts.CreateTokenAsync(user, purpose, ct) is { } created)
            await delivery.SendAsync(NotificationOf(created, purpose, context), context.Attempt, ct, context);
    }

    Notification NotificationOf(MailedToken created, TokenPurpose purpose, MessageContext context)
    {
        var (template, path) = purpose == TokenPurpose.Reset
            ? (NotificationTemplates.PasswordReset, "/reset-password")
            : (NotificationTemplates.EmailVerification, "/verify-email");
        var values = new Dictionary<string, string>
        {
            // Whoever registered may have given another person's address. What they typed is not mailed to it.
            ["name"] = purpose == TokenPurpose.Reset ? created.Account.FirstName : "",
            ["link"] = new Uri(
                options.Value.SiteAddress!, $"{path}?token={Uri.EscapeDataString(created.Token)}").AbsoluteUri
        };
        var language = options.Value.Language;
        return new(context.MessageId, NotificationKind.Email, created.Account.Email, template, language, values)
        {
            UserId = created.Account.Id
        };
    }
}
