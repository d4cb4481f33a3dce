using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Accounts;
using Shop.Database;
using Shop.Notifications;
using Shop.Notifications.Templates;

namespace Shop.Pilot.Errors;

/// <summary>Tells an assignee of a report, and its reporters of its solution.</summary>
public sealed class ErrorMails(
    NpgsqlDataSource database,
    ReportQueries reports,
    AccountStore accounts,
    NotificationDelivery delivery,
    IOptions<NotificationOptions> options)
{
    /// <summary>
    /// The cause is the id of the message, the attempt its number of attempts so far. Whoever was assigned in between
    /// has a message of their own.
    /// </summary>
    public async Task TellAssigneeAsync(ErrorAssigned assigned, Guid cause, int attempt, CancellationToken ct)
    {
        var report = await reports.FindAsync(assigned.ReportId, ct);
        if (report?.AssignedTo != assigned.AccountId
            || await accounts.FindAsync(assigned.AccountId, ct) is not { } account)
            return;
        var comment = assigned.CommentId is { } id
            ? await database.ScalarAsync<string>($"select content from pilot.comments where id = {id}", ct)
            : null;
        var values = new Dictionary<string, string>
        {
            ["name"] = account.FirstName,
            ["title"] = report.Title,
            ["severity"] = report.Severity.Spelling(),
            ["comment"] = comment ?? "",
            ["link"] = Link($"/staff/errors/{report.Id}")
        };
        var mail = new Notification(
            cause, NotificationKind.Email, account.Email, NotificationTemplates.ErrorAssigned,
            options.Value.Language, values)
        {
            UserId = account.Id
        };
        await delivery.SendAsync(mail, attempt, ct);
    }

    /// <summary>
    /// Each reporter of this report and of those that are merged into it gets one mail, in the language of the report.
    /// </summary>
    public async Task TellReportersAsync(Guid report, Guid cause, int attempt, CancellationToken ct)
    {
        var told = await database.QueryAsync<Reported>(
            $"""
            select distinct on (lower(coalesce(u.email, r.user_email))) r.id, r.title, r.description, r.created_at, u.id,
                coalesce(u.email, r.user_email), root.solution_details, root.resolved_in
            from pilot.error_reports root
            join pilot.error_reports r on root.id in (r.id, r.merged_into)
            left join {AccountSql.Table} u on u.id = r.reporter_id
            where root.id = {report} and root.status = 'resolved' and coalesce(u.email, r.user_email) <> ''
            order by lower(coalesce(u.email, r.user_email)), r.id
            """, ct);
        foreach (var one in told)
            await delivery.SendAsync(await MailAsync(one, cause, ct), attempt, ct);
    }

    async Task<Notification> MailAsync(Reported one, Guid cause, CancellationToken ct)
    {
        var account = one.AccountId is { } id ? await accounts.FindAsync(id, ct) : null;
        var language = LanguageOf($"{one.Title} {one.Description}") ?? options.Value.Language;
        var template = one.ResolvedIn == ErrorReport.NextRelease
            ? NotificationTemplates.ErrorSolved
            : NotificationTemplates.ErrorResolved;
        var values = new Dictionary<string, string>
        {
            ["name"] = account?.FirstName ?? "",
            ["date"] = one.CreatedAt.ToString(OrderValues.DayFormat(language), CultureInfo.InvariantCulture),
            // Anybody may have given another person's address. What they typed is not mailed to it.
            ["title"] = account is null ? "" : one.Title,
            ["solution"] = one.Solution ?? "",
            ["link"] = Link("/report")
        };
        return new(Combine(cause, one.ReportId), NotificationKind.Email, one.Email, template, language, values)
        {
            UserId = account?.Id
        };
    }

    string Link(string path) => new Uri(options.Value.SiteAddress!, path).AbsoluteUri;

    /// <summary>Null for a text without letters of either alphabet.</summary>
    public static string? LanguageOf(string text)
    {
        var russian = text.Count(letter => letter is (>= 'А' and <= 'я') or 'ё' or 'Ё');
        var english = text.Count(char.IsAsciiLetter);
        // Russian texts contain English names and addresses, hardly ever the other way round.
        return russian * 4 > english ? NotificationTemplates.Russian
            : english > 0 ? NotificationTemplates.English
            : null;
    }

    /// <summary>The same id at every delivery of the message, another one for each report.</summary>
    static Guid Combine(Guid cause, Guid report)
    {
        var bytes = MemoryMarshal.AsBytes<Guid>([cause]).ToArray();
        foreach (var (index, value) in report.ToByteArray().Index())
            bytes[index] ^= value;
        return new(bytes);
    }

    sealed record Reported(
        Guid ReportId,
        string Title,
        string Description,
        DateTimeOffset CreatedAt,
        Guid? AccountId,
        string Email,
        string? Solution,
        string? ResolvedIn) : IRow<Reported>
    {
        public static Reported Read(RowReader row) => new(
            row.Get<Guid>(),
            row.Get<string>(),
            row.Get<string>(),
            row.Get<DateTimeOffset>(),
            row.Get<Guid?>(),
            row.Get<string>(),
            row.TextOrNull(),
            row.TextOrNull());
    }
}
