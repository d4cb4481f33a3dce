using Npgsql;
using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;
using Shop.Pilot.Errors;

namespace Shop.Pilot;

public sealed class PilotStore(NpgsqlDataSource database)
{
    const string DefaultCategory = "other";
    const string DefaultSeverity = "medium";

    /// <summary>The reporter is null when nobody was signed in.</summary>
    public async Task<ErrorReport> ReportAsync(ErrorReportRequest report, Guid? reporter, CancellationToken ct)
    {
        report = report.Scrubbed();
        var id = Guid.CreateVersion7();
        var row = await database.QuerySingleAsync<ErrorReport>(
            $"""
            with reported as (
                insert into pilot.error_reports (id, title, description, steps_to_reproduce, expected_behavior, actual_behavior,
                    category, severity, module, url, user_agent, browser, operating_system, reporter_id, user_email, trace_id)
                values ({id}, {report.Title!}, {report.Description!}, {report.StepsToReproduce},
                    {report.ExpectedBehavior}, {report.ActualBehavior}, {report.Category ?? DefaultCategory},
                    {report.Severity ?? DefaultSeverity}, {report.Module}, {report.Url}, {report.UserAgent}, {report.Browser},
                    {report.OperatingSystem}, {reporter}, {report.UserEmail}, {report.TraceId})
                returning *),
            counted as (
                insert into pilot.report_hours (report_id, hour, count) select id, date_trunc('hour', created_at), 1 from reported),
            added as (
                insert into pilot.report_counts (day, dimension, name, count)
                select (created_at at time zone 'utc')::date, 'occurrences', 'all', 1 from reported),
            noted as (insert into pilot.report_history (report_id, action) select id, 'created' from reported),
            sent as ({Outbox.Insert(new ErrorChanged(id, ErrorChange.Created), Sql.Of($"reported"))})
            select {ErrorReport.Columns} from reported
            """, ct);
        return row!;
    }

    public async Task<Guid> AddFeedbackAsync(FeedbackRequest feedback, Guid? user, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        feedback = feedback.Scrubbed();
        await database.ExecuteAsync(
            $"""
            insert into pilot.feedback (id, message, rating, page, user_id)
            values ({id}, {feedback.Message!}, {feedback.Rating}, {feedback.Page}, {user})
            """, ct);
        return id;
    }

    /// <summary>What a person reported, without who works on it.</summary>
    public async Task<List<ErrorReport>> ReportsOfAsync(Guid user, CancellationToken ct)
    {
        var reports = await database.QueryAsync<ErrorReport>(
            $"select {ErrorReport.Columns} from pilot.error_reports where reporter_id = {user} order by id", ct);
        return reports.ConvertAll(report => report with { AssignedTo = null, Assignee = null });
    }

    public Task<List<GivenFeedback>> FeedbackOfAsync(Guid user, CancellationToken ct) =>
        database.QueryAsync<GivenFeedback>(
            $"select {GivenFeedback.Columns} from pilot.feedback where user_id = {user} order by id", ct);

    /// <summary>Newest first. The search looks at the text and the page.</summary>
    public Task<(long Total, List<FeedbackMessage> Messages)> FeedbackAsync(
        string? search, int? rating, DateTimeOffset? from, DateTimeOffset? to, int page, int limit,
        CancellationToken ct)
    {
        var where = Sql.Of($"true");
        where.AppendTime(Sql.Of($"f.created_at"), from, to);
        if (rating is { } stars)
            where.AppendFormatted(Sql.Of($" and f.rating = {stars}"));
        if (search?.Trim() is { Length: > 0 } text)
            where.AppendFormatted(Sql.Of($" and strpos(lower(concat_ws(' ', f.message, f.page)), lower({text})) > 0"));
        return database.QueryPageAsync<FeedbackMessage>(
            $"select count(*) from pilot.feedback f where {where}",
            $"""
            select f.id, f.message, f.rating, f.page, f.user_id, u.email, f.report_id, f.created_at
            from pilot.feedback f left join {AccountSql.Table} u on u.id = f.user_id
            where {where} order by f.id desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    public async Task<FeedbackRatings> RatingsAsync(CancellationToken ct) => new(
        await database.QueryAsync<RatingCount>(
            $"select rating, count(*) from pilot.feedback where rating is not null group by 1 order by 1 desc", ct));

    internal static Sql OldReports(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.error_reports"), Sql.Of($"last_seen < now() - {age}"));

    internal static Sql OldFeedback(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.feedback"), Sql.Of($"created_at < now() - {age}"));

    /// <summary>What was reported, and what staff did about it, stays without the person.</summary>
    internal static Sql Forget(Guid user, string email) => Sql.Of(
        $"""
        with reports as (
            update pilot.error_reports
            set reporter_id = nullif(reporter_id, {user}), assigned_to = nullif(assigned_to, {user}),
                resolved_by = nullif(resolved_by, {user}),
                user_email = case when reporter_id = {user} or lower(user_email) = lower({email}) then null else user_email end
            where reporter_id = {user} or lower(user_email) = lower({email}) or assigned_to = {user} or resolved_by = {user}),
        comments as (update pilot.comments set author_id = null, author = '' where author_id = {user}),
        history as (update pilot.report_history set actor_id = null, actor = '' where actor_id = {user})
        update pilot.feedback set user_id = null where user_id = {user}
        """);
}

/// <summary>A message to the shop, as its author gets it back.</summary>
public sealed record GivenFeedback(DateTimeOffset At, string Message, short? Rating, string? Page) : IRow<GivenFeedback>
{
    internal static readonly Sql Columns = Sql.Of($"created_at, message, rating, page");

    public static GivenFeedback Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<string>(),
        row.Get<short?>(),
        row.TextOrNull());
}
