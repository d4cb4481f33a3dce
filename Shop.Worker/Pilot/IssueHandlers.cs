using Shop.Messaging;
using Shop.Pilot.Errors;
using Shop.Pilot.GitHub;

namespace Shop.Worker.Pilot;

sealed class CreateIssue(ReportIssues issues) : IMessageHandler<IssueRequested>
{
    public static string Consumer => "pilot.create_issue";

    public Task HandleAsync(IssueRequested message, MessageContext context, CancellationToken ct) =>
        issues.CreateAsync(message.ReportId, ct);
}

sealed class MoveIssue(ReportIssues issues) : IMessageHandler<ErrorMoved>
{
    public static string Consumer => "pilot.move_issue";

    public Task HandleAsync(ErrorMoved message, MessageContext context, CancellationToken ct) =>
        issues.SynchronizeAsync(message.ReportId, ct);
}

/// <summary>An error that came back opens its issue again.</summary>
sealed class ReopenIssue(ReportIssues issues) : IMessageHandler<ErrorChanged>
{
    public static string Consumer => "pilot.reopen_issue";

    public Task HandleAsync(ErrorChanged message, MessageContext context, CancellationToken ct) =>
        message.Change == ErrorChange.Reopened ? issues.SynchronizeAsync(message.ReportId, ct) : Task.CompletedTask;
}
