using Shop.Messaging;
using Shop.Pilot.Health;

namespace Shop.Worker.Pilot;

sealed class MailHealth(HealthMails mails) : IMessageHandler<HealthChanged>
{
    public static string Consumer => "pilot.mail_health";

    public Task HandleAsync(HealthChanged message, MessageContext context, CancellationToken ct) =>
        mails.SendAsync(message, context.MessageId, context.Attempt, ct);
}
