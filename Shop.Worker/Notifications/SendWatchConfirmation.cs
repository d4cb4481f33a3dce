using Shop.Catalog;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.SendGrid;

namespace Shop.Worker.Notifications;

/// <summary>
/// Sent once, with one exception: a process that dies between SendGrid's answer and our commit leaves no trace of it, and SendGrid knows no idempotency
/// key, so the customer then gets the letter twice rather than never.
/// </summary>
sealed class SendWatchConfirmation(NotificationStore notifications, SendGridSender sender) : IMessageHandler<ProductWatched>
{
    const string Template = "product_watched";

    public static string Consumer => "notifications.send_watch_confirmation";

    public async Task HandleAsync(ProductWatched message, MessageContext context, CancellationToken ct)
    {
        var email = new EmailMessage(context.MessageId, message.Email, $"Следим за товаром «{message.ProductName}»",
            $"Здравствуйте!\n\nМы сообщим вам, как только «{message.ProductName}» снова появится или подешевеет.\n");

        switch (await notifications.ClaimAsync(email, SendGridSender.Provider, Template, ct))
        {
            case Claim.Done:
                return;
            case Claim.Busy:
                throw new ShopException(ErrorCode.Conflict, "Another delivery of this message is being handled.", permanent: false);
        }

        string? providerId;
        try
        {
            providerId = await sender.SendAsync(email, ct);
        }
        catch (Exception e) when (e is ShopException or HttpRequestException)
        {
            await notifications.MarkFailedAsync(email.Id, e.Message, ct);
            throw;
        }

        await using var work = await context.BeginAsync(ct);
        if (work is null)
            return;
        await NotificationStore.MarkSentAsync(work, email.Id, providerId, ct);
        await work.CommitAsync(ct);
    }
}
