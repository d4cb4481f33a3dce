using Microsoft.Extensions.Options;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;
using Shop.Pilot.Alerts;
using Shop.Pilot.Errors;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

/// <summary>Remembers that the team is to hear of a report.</summary>
sealed class NoteErrorChange(AlertRounds rounds) : IMessageHandler<ErrorChanged>
{
    public static string Consumer => "pilot.note_error_change";

    public Task HandleAsync(ErrorChanged message, MessageContext context, CancellationToken ct) => rounds.IsOn
        ? context.ExecuteOnceAsync(AlertRounds.Note(message, context.First), ct)
        : Task.CompletedTask;
}

sealed class MailAlerts(AlertRounds rounds) : IScheduledWork
{
    public static string Name => "pilot.mail_alerts";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public Task RunAsync(CancellationToken ct) => rounds.RunAsync(ct);
}

/// <summary>
/// Sends a mail to each address of the team. One that has it already gets it no second time, when another one is tried
/// again.
/// </summary>
sealed class SendAlertMail(
    AlertMail mails,
    NotificationDelivery delivery,
    IOptions<AlertOptions> options,
    IOptions<NotificationOptions> notifications) : IMessageHandler<AlertMailWritten>
{
    public static string Consumer => "pilot.send_alert_mail";

    public async Task HandleAsync(AlertMailWritten message, MessageContext context, CancellationToken ct)
    {
        // Old mails are deleted. A letter that is replayed after that has nothing to send.
        if (await mails.FindAsync(message.MailId, ct) is not { } mail)
            return;
        var values = new Dictionary<string, string>
        {
            ["subject"] = mail.Subject,
            ["text"] = mail.Text,
            ["link"] = new Uri(notifications.Value.SiteAddress!, mail.Path ?? "/").AbsoluteUri
        };
        var failures = new List<ShopException>();
        foreach (var (index, address) in options.Value.To.Index())
        {
            var notification = new Notification(
                IdOf(mail.Id, index),
                NotificationKind.Email,
                address,
                NotificationTemplates.PilotAlert,
                options.Value.Language,
                values);
            try
            {
                await delivery.SendAsync(notification, context.Attempt, ct);
            }
            catch (ShopException e)
            {
                failures.Add(e);
            }
        }
        // One that may succeed later is tried again, with all, of which those that have the mail get none.
        if ((failures.Find(failure => !failure.Permanent) ?? failures.FirstOrDefault()) is { } failure)
            throw failure;
    }

    // The address by its place: the same at each attempt.
    static Guid IdOf(Guid mail, int index)
    {
        var bytes = mail.ToByteArray();
        bytes[^1] ^= (byte)(index + 1);
        return new(bytes);
    }
}
