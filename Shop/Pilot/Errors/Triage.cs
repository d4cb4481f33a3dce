using System.Globalization;
using System.Text.Json;
using Npgsql;
using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Errors;

/// <summary>
/// The changes of reports. A change is decided about a report as it was read and made only if its status is still that
/// one; otherwise it is decided again. So of two people who close a report one is told what the other has done. The
/// statement of a change also writes history, audit trail and messages.
/// </summary>
public sealed class Triage(NpgsqlDataSource database, ReportQueries reports, TimeProvider time)
{
    // Longer than the retries of a message.
    static readonly TimeSpan IssueTimeout = TimeSpan.FromMinutes(10);

    static readonly Sql Changed = Sql.Of($"changed");

    static readonly Sql Reopen = Sql.Of(
        $"status = 'new', reopened_at = now(), resolved_at = null, resolved_by = null, resolved_in = null");

    /// <summary>Null when there is no such report, here and below.</summary>
    public Task<ErrorReport?> EditAsync(
        Guid id, ErrorReportChange edit, Account? assignee, ReportActor actor, CancellationToken ct) =>
        ChangeAsync(id, report => ReportEdit.Of(report, edit, assignee, actor), actor, ct);

    /// <summary>
    /// An open report is in progress when it is assigned. A null assignee takes it from whoever has it.
    /// </summary>
    public Task<ErrorReport?> AssignAsync(
        Guid id, Account? assignee, string? comment, ReportActor actor, CancellationToken ct) =>
        ChangeAsync(
            id,
            report =>
            {
                if (report.AssignedTo == assignee?.Id && comment is null
                    && (assignee is null || report.Status == ErrorStatus.InProgress))
                    return null;
                var commentId = comment is null ? (Guid?)null : Guid.CreateVersion7();
                var isStarted = assignee is not null && report.Status != ErrorStatus.InProgress;
                var status = isStarted ? ErrorStatus.InProgress : report.Status;
                return new(
                    assignee is null ? "unassigned" : "assigned",
                    Sql.Of($"assigned_to = {assignee?.Id}, status = {status.Spelling()}"))
                {
                    To = isStarted ? status : null,
                    Data = { ["to"] = $"{assignee?.Id}", ["from"] = $"{report.AssignedTo}" },
                    Comment = commentId is { } key ? new(key, comment!, false) : null,
                    Messages = assignee is null
                        ? []
                        : [Outbox.Insert(new ErrorAssigned(id, assignee.Id, commentId), Changed)]
                };
            },
            actor,
            ct);

    public Task<ErrorReport?> ResolveAsync(
        Guid id, string solution, bool inNextRelease, ReportActor actor, CancellationToken ct) =>
        ChangeAsync(id, _ => Close(id, ErrorStatus.Resolved, solution, inNextRelease, actor), actor, ct);

    internal static ReportChange Close(
        Guid id, ErrorStatus status, string? solution, bool inNextRelease, ReportActor actor)
    {
        solution = Scrubber.OrNull(solution);
        var release = inNextRelease ? ErrorReport.NextRelease : null;
        return new(
            status.Spelling(),
            status == ErrorStatus.Resolved
                ? Sql.Of(
                    $"""
                    status = 'resolved', solution_details = coalesce({solution}, solution_details), resolved_at = now(),
                    resolved_by = {actor.Id}, resolved_in = {release}, snoozed_until = null, snoozed_until_count = null
                    """)
                : Sql.Of(
                    $"""
                    status = 'wont_fix', solution_details = coalesce({solution}, solution_details),
                    snoozed_until = null, snoozed_until_count = null
                    """))
        {
            To = status,
            Data = { ["in"] = release ?? ResolveRequest.Now },
            Messages = [Outbox.Insert(new ErrorMoved(id, status), Changed)]
        };
    }

    internal static ReportChange Move(ErrorReport report, ErrorStatus to) => report.Status.IsClosed()
        ? new("reopened", Reopen) { To = to, Messages = [Outbox.Insert(new ErrorMoved(report.Id, to), Changed)] }
        : new("moved", Sql.Of($"status = {to.Spelling()}")) { To = to };

    /// <summary>An issue of a report was closed in GitHub. A report that is closed already stays as it is.</summary>
    internal Task<ErrorReport?> CloseForIssueAsync(Guid id, bool isSolved, CancellationToken ct) => ChangeAsync(
        id,
        report => report.Status.IsClosed()
            ? null
            : Close(
                id, isSolved ? ErrorStatus.Resolved : ErrorStatus.WontFix, null, inNextRelease: isSolved,
                ReportActor.GitHub),
        ReportActor.GitHub,
        ct);

    /// <summary>
    /// Until a time, until so many more errors, or whichever comes first. Neither of them wakes the report up.
    /// </summary>
    public Task<ErrorReport?> SnoozeAsync(Guid id, SnoozeRequest snooze, ReportActor actor, CancellationToken ct) =>
        ChangeAsync(
            id,
            report =>
            {
                if (report.Status.IsClosed())
                    throw Conflict($"The report is {report.Status.Spelling()} and needs no rest.");
                var isAwake = snooze is { Until: null, Count: null };
                if (isAwake && report is { SnoozedUntil: null, SnoozedUntilCount: null })
                    return null;
                var until = snooze.Until?.ToUniversalTime();
                return new(
                    isAwake ? "woken" : "snoozed",
                    Sql.Of($"snoozed_until = {until}, snoozed_until_count = count + {snooze.Count}"))
                {
                    Data =
                    {
                        ["until"] = until?.ToString("O", CultureInfo.InvariantCulture),
                        ["count"] = snooze.Count?.ToString(CultureInfo.InvariantCulture)
                    }
                };
            },
            actor,
            ct);

    /// <summary>
    /// A repeated request changes nothing, unless the first one has had no effect for longer than its retries take.
    /// </summary>
    public Task<ErrorReport?> RequestIssueAsync(Guid id, ReportActor actor, CancellationToken ct) =>
        ChangeAsync(
            id,
            report => report.IssueNumber is not null || report.IssueRequestedAt > time.GetUtcNow() - IssueTimeout
                ? null
                : new("issue_requested", Sql.Of($"issue_requested_at = now()"))
                {
                    Messages = [Outbox.Insert(new IssueRequested(id), Changed)]
                },
            actor,
            ct);

    public async Task<ErrorComment?> CommentAsync(
        Guid id, string content, bool isTechnicalNote, ReportActor actor, CancellationToken ct)
    {
        var comment = Guid.CreateVersion7();
        var data = new Dictionary<string, string?> { ["comment"] = $"{comment}" };
        var action = isTechnicalNote ? "noted" : "commented";
        return await database.QuerySingleAsync<ErrorComment>(
            $"""
            with changed as (update pilot.error_reports set updated_at = now() where id = {id} returning id),
            commented as ({Insert(id, new(comment, content, isTechnicalNote), actor)} returning *)
            {actor.Note(id, action, data, Changed)}
            select {ErrorComment.Columns} from commented
            """, ct);
    }

    /// <summary>
    /// What was merged into the report becomes a report of its own again. The audit trail keeps the history, without
    /// what the reporter has written.
    /// </summary>
    public async Task<ErrorReport?> DeleteAsync(Guid id, ReportActor actor, CancellationToken ct)
    {
        if (await reports.FindAsync(id, ct) is not { } report)
            return null;
        var detail = JsonSerializer.Serialize(
            new(report.Source, report.Status, report.Count, report.CreatedAt, await reports.HistoryAsync(id, ct)),
            ErrorsJson.Default.DeletedReport);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(ReportMerging.ReturnHashes(id), ct);
        var deleted = await connection.ScalarAsync<Guid?>(
            $"""
            with changed as (delete from pilot.error_reports where id = {id} returning id)
            {actor.Audit(id, "deleted", detail, Changed)}
            select id from changed
            """, ct);
        await transaction.CommitAsync(ct);
        return deleted is null ? null : report;
    }

    async Task<ErrorReport?> ChangeAsync(
        Guid id, Func<ErrorReport, ReportChange?> decide, ReportActor actor, CancellationToken ct)
    {
        while (true)
        {
            if (await reports.FindAsync(id, ct) is not { } report)
                return null;
            if (report.MergedInto is { } other)
                throw Conflict($"The report is merged into {other}. Change that one, or unmerge this one first.");
            if (decide(report) is not { } change)
                return report;
            if (change.To is { } to && !ErrorTransitions.Next(report.Status).Contains(to))
                throw await RefusalAsync(report, to, ct);
            if (await TryAsync(report, change, actor, ct) is { } changed)
                return changed;
        }
    }

    Task<ErrorReport?> TryAsync(ErrorReport report, ReportChange change, ReportActor actor, CancellationToken ct)
    {
        if (change.To is { } to)
            (change.Data["status_from"], change.Data["status"]) = (report.Status.Spelling(), to.Spelling());
        var also = Sql.Of($"");
        if (change.Comment is { } comment)
            also.AppendFormatted(Sql.Of($", commented as ({Insert(report.Id, comment, actor)})"));
        foreach (var (index, message) in change.Messages.Index())
        {
            also.AppendLiteral($", sent{index} as (");
            also.AppendFormatted(message);
            also.AppendLiteral(")");
        }
        return database.QuerySingleAsync<ErrorReport>(
            $"""
            with changed as (
                update pilot.error_reports set {change.Set}, updated_at = now()
                where id = {report.Id} and status = {report.Status.Spelling()} and merged_into is null returning *)
            {actor.Note(report.Id, change.Action, change.Data, Changed)}{also}
            select {ErrorReport.Columns} from changed
            """, ct);
    }

    static Sql Insert(Guid report, NewComment comment, ReportActor actor) => Sql.Of(
        $"""
        insert into pilot.comments (id, report_id, author_id, author, content, is_technical_note)
        select {comment.Id}, {report}, {actor.Columns}, {comment.Content}, {comment.IsTechnicalNote} from changed
        """);

    async Task<ShopException> RefusalAsync(ErrorReport report, ErrorStatus to, CancellationToken ct)
    {
        var last = (await reports.HistoryAsync(report.Id, ct)).Find(entry => entry.Action == report.Status.Spelling());
        var since = last is null
            ? ""
            : $", {last.Actor ?? "automatically"}, {last.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        return Conflict(
            $"The report is {report.Status.Spelling()}{since}. {ErrorTransitions.Advice(report.Status, to)}");
    }

    static ShopException Conflict(string message) => new(ErrorCode.Conflict, message);
}

/// <summary>What is set in a report, if its status may become <see cref="To"/>.</summary>
sealed record ReportChange(string Action, Sql Set)
{
    /// <summary>Null when the status stays.</summary>
    public ErrorStatus? To { get; init; }

    public Dictionary<string, string?> Data { get; init; } = [];

    public NewComment? Comment { get; init; }

    /// <summary>Each inserts a message into the outbox for each row of <c>changed</c>.</summary>
    public Sql[] Messages { get; init; } = [];
}

/// <summary>What the audit trail keeps of a deleted report.</summary>
public sealed record DeletedReport(
    ErrorSource Source, ErrorStatus Status, long Count, DateTimeOffset CreatedAt, List<ErrorHistoryEntry> History);

sealed record NewComment(Guid Id, string Content, bool IsTechnicalNote)
{
    public string Content { get; } = Scrubber.Text(Content);
}
