using Npgsql;
using Shop.Database;
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
        var row = await database.QuerySingleAsync<ErrorReport>(
            $"""
            insert into pilot.error_reports (id, title, description, steps_to_reproduce, expected_behavior, actual_behavior,
                category, severity, module, url, user_agent, browser, operating_system, reporter_id, user_email, trace_id)
            values ({Guid.CreateVersion7()}, {report.Title!}, {report.Description!}, {report.StepsToReproduce},
                {report.ExpectedBehavior}, {report.ActualBehavior}, {report.Category ?? DefaultCategory},
                {report.Severity ?? DefaultSeverity}, {report.Module}, {report.Url}, {report.UserAgent}, {report.Browser},
                {report.OperatingSystem}, {reporter}, {report.UserEmail}, {report.TraceId})
            returning {ErrorReport.Columns}
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

    public Task<List<ErrorReport>> ReportsOfAsync(Guid user, CancellationToken ct) => database.QueryAsync<ErrorReport>(
        $"select {ErrorReport.Columns} from pilot.error_reports where reporter_id = {user} order by id", ct);

    public Task<List<GivenFeedback>> FeedbackOfAsync(Guid user, CancellationToken ct) =>
        database.QueryAsync<GivenFeedback>(
            $"select {GivenFeedback.Columns} from pilot.feedback where user_id = {user} order by id", ct);

    internal static Sql OldReports(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.error_reports"), Sql.Of($"last_seen < now() - {age}"));

    internal static Sql OldFeedback(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.feedback"), Sql.Of($"created_at < now() - {age}"));

    /// <summary>What was reported stays, without the person.</summary>
    internal static Sql Forget(Guid user, string email) => Sql.Of(
        $"""
        with reports as (
            update pilot.error_reports set reporter_id = null, user_email = null
            where reporter_id = {user} or lower(user_email) = lower({email}))
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
