using Npgsql;
using Shop.Database;

namespace Shop.Pilot;

public sealed class PilotStore(NpgsqlDataSource database)
{
    const string DefaultCategory = "other";
    const string DefaultSeverity = "medium";

    /// <summary>The reporter is null when nobody was signed in.</summary>
    public async Task<ErrorReport> ReportAsync(ErrorReportRequest report, Guid? reporter, CancellationToken ct)
    {
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
        await database.ExecuteAsync(
            $"""
            insert into pilot.feedback (id, message, rating, page, user_id)
            values ({id}, {feedback.Message!}, {feedback.Rating}, {feedback.Page}, {user})
            """, ct);
        return id;
    }
}
