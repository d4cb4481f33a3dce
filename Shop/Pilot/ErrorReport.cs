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

    public static ErrorReport Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<Guid?>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset>());
}
