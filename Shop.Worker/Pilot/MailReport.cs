using Shop.Messaging;
using Shop.Pilot.Reports;

namespace Shop.Worker.Pilot;

sealed class MailReport(ReportMails mails) : IMessageHandler<ReportMade>
{
    public static string Consumer => "pilot.mail_report";

    public Task HandleAsync(ReportMade message, MessageContext context, CancellationToken ct) =>
        mails.SendAsync(message.ReportId, context.MessageId, context.Attempt, ct);
}
