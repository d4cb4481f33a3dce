using Npgsql;
using Shop.Database;

namespace Shop.Pilot;

public sealed class PilotStore(NpgsqlDataSource database)
{
    const string UsualCategory = "other";
    const string UsualSeverity = "medium";

    /// <summary>Without a reporter it is from somebody who was not signed in.</summary>
    public async Task<ErrorReport> ReportAsync(ErrorReportRequest report, Guid? reporter, CancellationToken ct) => (await database.QuerySingleAsync<ErrorReport>(
        $"""
        insert into pilot.error_reports (id, title, description, steps_to_reproduce, expected_behavior, actual_behavior, category, severity, module, url,
            user_agent, browser, operating_system, reporter_id, user_email, trace_id)
        values ({Guid.CreateVersion7()}, {report.Title!}, {report.Description!}, {report.StepsToReproduce}, {report.ExpectedBehavior}, {report.ActualBehavior},
            {report.Category ?? UsualCategory}, {report.Severity ?? UsualSeverity}, {report.Module}, {report.Url}, {report.UserAgent}, {report.Browser},
            {report.OperatingSystem}, {reporter}, {report.UserEmail}, {report.TraceId})
        returning {ErrorReport.Columns}
        """, ct))!;

    public async Task<Guid> AddFeedbackAsync(FeedbackRequest feedback, Guid? user, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await database.ExecuteAsync(
            $"insert into pilot.feedback (id, message, rating, page, user_id) values ({id}, {feedback.Message!}, {feedback.Rating}, {feedback.Page}, {user})", ct);
        return id;
    }
}
