using Shop.Database;

namespace Shop.Pilot.Alerts;

/// <summary>Why the team hears of a report.</summary>
public enum AlertReason
{
    Critical,
    New,
    Reopened,
    Spike,
    Unsnoozed
}

/// <summary>An alert with what its mail says of the report.</summary>
public sealed record Alert(
    Guid Id,
    Guid ReportId,
    AlertReason Reason,
    long? HourCount,
    double? Usual,
    string Title,
    string? Culprit,
    string Severity,
    string? Module,
    long Count,
    int Users,
    string? Release,
    string? TraceId) : IRow<Alert>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        a.id, a.report_id, a.reason, a.count, a.usual, r.title, r.culprit, r.severity, r.module, r.count, r.users,
        r.last_release, r.trace_id
        """);

    public string Path => $"/staff/errors/{ReportId}";

    public static Alert Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.Named<AlertReason>(),
        row.Get<long?>(),
        row.Get<double?>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<long>(),
        row.Get<int>(),
        row.TextOrNull(),
        row.TextOrNull());
}
