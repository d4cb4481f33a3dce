using Npgsql;
using Shop.Database;

namespace Shop.Pilot;

/// <summary>A reported problem and the state of its investigation.</summary>
public sealed record ErrorReport(
    Guid Id,
    string Title,
    string Description,
    string? StepsToReproduce,
    string? ExpectedBehavior,
    string? ActualBehavior,
    string Category,
    string Severity,
    string Status,
    string? Module,
    string? Url,
    string? UserAgent,
    string? Browser,
    string? OperatingSystem,
    Guid? ReporterId,
    string? UserEmail,
    string? TraceId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt) : IRow<ErrorReport>
{
    public static readonly IReadOnlyList<string> Categories =
    [
        "ui",
        "functionality",
        "performance",
        "security",
        "integration",
        "data",
        "other"
    ];

    public static readonly IReadOnlyList<string> Severities = ["critical", "high", "medium", "low"];

    internal static readonly Sql Columns = Sql.Of(
        $"""
        id, title, description, steps_to_reproduce, expected_behavior, actual_behavior, category, severity, status, module,
        url, user_agent, browser, operating_system, reporter_id, user_email, trace_id, created_at, updated_at
        """);

    public static ErrorReport Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.TextOrNull(3),
        row.TextOrNull(4),
        row.TextOrNull(5),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        row.TextOrNull(9),
        row.TextOrNull(10),
        row.TextOrNull(11),
        row.TextOrNull(12),
        row.TextOrNull(13),
        row.IsDBNull(14) ? null : row.GetGuid(14),
        row.TextOrNull(15),
        row.TextOrNull(16),
        row.GetFieldValue<DateTimeOffset>(17),
        row.GetFieldValue<DateTimeOffset>(18));
}
