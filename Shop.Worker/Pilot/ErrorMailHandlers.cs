using Shop.Messaging;
using Shop.Pilot.Errors;

namespace Shop.Worker.Pilot;

sealed class TellAssignee(ErrorMails mails) : IMessageHandler<ErrorAssigned>
{
    public static string Consumer => "pilot.tell_assignee";

    public Task HandleAsync(ErrorAssigned message, MessageContext context, CancellationToken ct) =>
        mails.TellAssigneeAsync(message, context.MessageId, context.Attempt, ct);
}

sealed class TellReporters(ErrorMails mails) : IMessageHandler<ErrorMoved>
{
    public static string Consumer => "pilot.tell_reporters";

    public Task HandleAsync(ErrorMoved message, MessageContext context, CancellationToken ct) =>
        message.Status == ErrorStatus.Resolved
            ? mails.TellReportersAsync(message.ReportId, context.MessageId, context.Attempt, ct)
            : Task.CompletedTask;
}
