using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Notifications;
using Shop.Pilot.Errors;

namespace Shop.Pilot.GitHub;

/// <summary>
/// The issue of a report. It contains what the shop knows about a group, never about a person: a reporter's texts stay
/// in the shop, where the link leads. An issue is closed and opened with its report. Closing an issue resolves its
/// report in the next release, or as not to be fixed, because the solution is usually merged before it runs.
/// </summary>
public sealed class ReportIssues(
    NpgsqlDataSource database,
    ReportQueries reports,
    Triage triage,
    GitHubIssues github,
    IOptions<GitHubOptions> options,
    IOptions<NotificationOptions> site)
{
    // GitHub's limit is 256.
    const int MaxTitle = 240;

    // Longer than a call with its retries, so that two workers never create the same issue at the same time.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    static readonly Sql Changed = Sql.Of($"changed");

    /// <summary>Creates the issue, unless there is one. Safe to retry.</summary>
    public async Task CreateAsync(Guid id, CancellationToken ct)
    {
        if (await reports.FindAsync(id, ct) is not { IssueNumber: null } report)
            return;
        var claimed = await database.ExecuteAsync(
            $"""
            update pilot.error_reports set issue_checked_at = now()
            where id = {id} and issue_number is null and (issue_checked_at is null or issue_checked_at < now() - {Lease})
            """, ct);
        if (claimed == 0)
            throw new ShopException(ErrorCode.Conflict, "Another worker is creating the issue.", permanent: false);
        GitHubIssue issue;
        try
        {
            issue = await github.CreateOnceAsync($"report-{id}", Describe(report), ct);
        }
        catch (Exception e) when (e is ShopException or HttpRequestException)
        {
            await ReleaseAsync(id, e, ct);
            throw;
        }
        var data = new Dictionary<string, string?> { ["number"] = Text(issue.Number), ["url"] = issue.HtmlUrl };
        await database.ExecuteAsync(
            $"""
            with changed as (
                update pilot.error_reports
                set issue_number = {issue.Number}, issue_url = {issue.HtmlUrl}, updated_at = now()
                where id = {id} and issue_number is null returning id)
            {ReportActor.GitHub.Note(id, "issue_created", data, Changed)}
            select
            """, ct);
    }

    /// <summary>Gives the issue the state of its report.</summary>
    public async Task SynchronizeAsync(Guid id, CancellationToken ct)
    {
        if (await reports.FindAsync(id, ct) is not { IssueNumber: { } number } report
            || report.Status.IsClosed() == report.IssueClosedAt is not null)
            return;
        var issue = report.Status.IsClosed()
            ? await github.CloseAsync(number, report.Status == ErrorStatus.Resolved, ct)
            : await github.ReopenAsync(number, ct);
        var isClosed = report.Status.IsClosed() || issue is null;
        var action = issue is null ? "issue_deleted" : isClosed ? "issue_closed" : "issue_reopened";
        await MarkAsync(id, isClosed, action, ct);
    }

    /// <summary>The ids and numbers of open issues that nobody has looked at lately.</summary>
    public Task<List<OpenIssue>> ClaimOpenAsync(int limit, CancellationToken ct) => database.QueryAsync<OpenIssue>(
        $"""
        update pilot.error_reports set issue_checked_at = now()
        where id = any(array(
            select id from pilot.error_reports
            where issue_number is not null and issue_closed_at is null and issue_checked_at < now() - {options.Value.CheckInterval}
            order by issue_checked_at limit {limit} for update skip locked))
        returning id, issue_number
        """, ct);

    /// <summary>Notices that an issue was closed or deleted.</summary>
    public async Task CheckAsync(OpenIssue open, CancellationToken ct)
    {
        var issue = await github.ReadAsync(open.Number, ct);
        if (issue?.State == "open")
            return;
        await MarkAsync(open.ReportId, isClosed: true, issue is null ? "issue_deleted" : "issue_closed", ct);
        if (issue is not null)
            await triage.CloseForIssueAsync(open.ReportId, isSolved: issue.StateReason is null or "completed", ct);
    }

    NewIssue Describe(ErrorReport report)
    {
        var isPerson = report.Source == ErrorSource.Person;
        var what = isPerson ? $"A {report.Category.Spelling()} problem that a person reported" : OneLine(report.Title);
        (string Name, string? Value)[] facts =
        [
            ("Severity", report.Severity.Spelling()),
            ("Category", report.Category.Spelling()),
            ("Module", report.Module),
            ("Source", report.Source.Spelling()),
            ("Where", report.Culprit),
            ("Environment", report.Environment),
            ("Errors", $"{Text(report.Count)}, users: {Text(report.Users)}"),
            ("First seen", SeenAt(report.FirstSeen, report.FirstRelease)),
            ("Last seen", SeenAt(report.LastSeen, report.LastRelease)),
            ("Grouped by", report.GroupedBy),
            ("Trace", report.TraceId)
        ];
        var rows = facts
            .Where(fact => !string.IsNullOrEmpty(fact.Value))
            .Select(fact => $"| {fact.Name} | {Code(fact.Value!)} |");
        var link = new Uri(site.Value.SiteAddress!, $"/staff/errors/{report.Id}");
        string[] labels =
        [
            "pilot",
            $"severity:{report.Severity.Spelling()}",
            $"category:{report.Category.Spelling()}",
            .. report.Module is { } module ? [$"module:{module}"] : Array.Empty<string>()
        ];
        return new(
            $"[PILOT] {(what.Length > MaxTitle ? what[..MaxTitle] : what)}",
            $"""
            {Code(what)}

            | | |
            |---|---|
            {string.Join('\n', rows)}

            Stack, history and similar reports: {link}
            """,
            labels,
            report.Module is { } owned ? options.Value.Assignees.GetValueOrDefault(owned) : null);
    }

    async Task ReleaseAsync(Guid id, Exception e, CancellationToken ct)
    {
        if (e is not ShopException { Permanent: true })
        {
            await database.ExecuteAsync(
                $"update pilot.error_reports set issue_checked_at = null where id = {id} and issue_number is null", ct);
            return;
        }
        // Nobody retries it, so support may ask again.
        var data = new Dictionary<string, string?> { ["reason"] = e.Message };
        await database.ExecuteAsync(
            $"""
            with changed as (
                update pilot.error_reports set issue_checked_at = null, issue_requested_at = null
                where id = {id} and issue_number is null returning id)
            {ReportActor.GitHub.Note(id, "issue_refused", data, Changed)}
            select
            """, ct);
    }

    Task<int> MarkAsync(Guid id, bool isClosed, string action, CancellationToken ct) => database.ExecuteAsync(
        $"""
        with changed as (
            update pilot.error_reports
            set issue_closed_at = case when {isClosed} then now() end, issue_checked_at = now(), updated_at = now()
            where id = {id} and (issue_closed_at is not null) <> {isClosed} returning id)
        {ReportActor.GitHub.Note(id, action, [], Changed)}
        select
        """, ct);

    static string SeenAt(DateTimeOffset at, string? release) =>
        $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(release is null ? "" : $", release {release}")}";

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // In code nothing is a mention, a link or a column of the table.
    static string Code(string text) => $"`{OneLine(text).Replace('`', '\'').Replace('|', '/')}`";

    static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

public sealed record OpenIssue(Guid ReportId, int Number) : IRow<OpenIssue>
{
    public static OpenIssue Read(RowReader row) => new(row.Get<Guid>(), row.Get<int>());
}
