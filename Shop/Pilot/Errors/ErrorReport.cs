using System.Text.Json.Serialization;
using Shop.Accounts;
using Shop.Database;

namespace Shop.Pilot.Errors;

[JsonConverter(typeof(EnumNameConverter<ErrorCategory>))]
public enum ErrorCategory
{
    Ui,
    Functionality,
    Performance,
    Security,
    Integration,
    Data,
    Other
}

[JsonConverter(typeof(EnumNameConverter<ErrorSeverity>))]
public enum ErrorSeverity
{
    Critical,
    High,
    Medium,
    Low
}

/// <summary>Who told the shop of a problem.</summary>
[JsonConverter(typeof(EnumNameConverter<ErrorSource>))]
public enum ErrorSource
{
    Person,
    Host,
    Browser,
    Sdk
}

/// <summary>
/// What a person reported, or a group of equal errors that hosts, browsers and SDKs sent, with the state of its
/// investigation.
/// </summary>
public record ErrorReport : IRow<ErrorReport>
{
    public static readonly IReadOnlyList<string> Categories = EnumNames.All<ErrorCategory>();
    public static readonly IReadOnlyList<string> Severities = EnumNames.All<ErrorSeverity>();

    /// <summary>In place of the name of a module or an account: reports that have none.</summary>
    public const string None = "none";

    /// <summary>Its solution is in the release after the one that is running.</summary>
    public const string NextRelease = "next";

    public Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public string? StepsToReproduce { get; init; }
    public string? ExpectedBehavior { get; init; }
    public string? ActualBehavior { get; init; }
    public ErrorCategory Category { get; init; }
    public ErrorSeverity Severity { get; init; }
    public ErrorStatus Status { get; init; }
    public string? Module { get; init; }
    public string? Url { get; init; }
    public string? UserAgent { get; init; }
    public string? Browser { get; init; }
    public string? OperatingSystem { get; init; }
    public Guid? ReporterId { get; init; }
    public string? UserEmail { get; init; }
    public string? TraceId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public ErrorSource Source { get; init; }
    public long Count { get; init; }
    public int Users { get; init; }
    public DateTimeOffset FirstSeen { get; init; }
    public DateTimeOffset LastSeen { get; init; }
    public string? FirstRelease { get; init; }
    public string? LastRelease { get; init; }
    public string? Environment { get; init; }
    public string? Culprit { get; init; }
    public string? GroupedBy { get; init; }
    public Guid? AssignedTo { get; init; }

    /// <summary>The e-mail address of the account that the report is assigned to.</summary>
    public string? Assignee { get; init; }

    public string? SolutionDetails { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>
    /// Errors of older releases do not reopen the report. <see cref="NextRelease"/> until that release is seen; null
    /// when the solution is running already.
    /// </summary>
    public string? ResolvedIn { get; init; }

    public DateTimeOffset? ReopenedAt { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }
    public long? SnoozedUntilCount { get; init; }
    public DateTimeOffset? IssueRequestedAt { get; init; }
    public int? IssueNumber { get; init; }
    public string? IssueUrl { get; init; }
    public DateTimeOffset? IssueClosedAt { get; init; }
    public Guid? MergedInto { get; init; }

    /// <summary>
    /// How often it happened on each of the last seven days (UTC), today last. Only in lists and details.
    /// </summary>
    public long[] Trend { get; init; } = [];

    internal static readonly Sql Columns = Sql.Of(
        $"""
        id, title, description, steps_to_reproduce, expected_behavior, actual_behavior, category, severity, status, module,
        url, user_agent, browser, operating_system, reporter_id, user_email, trace_id, created_at, updated_at,
        source, count, users, first_seen, last_seen, first_release, last_release, environment, culprit, grouped_by,
        assigned_to, (select u.email from {AccountSql.Table} u where u.id = assigned_to), solution_details, resolved_at, resolved_in,
        reopened_at, snoozed_until, snoozed_until_count, issue_requested_at, issue_number, issue_url, issue_closed_at, merged_into
        """);

    public static ErrorReport Read(RowReader row) => new()
    {
        Id = row.Get<Guid>(),
        Title = row.Get<string>(),
        Description = row.Get<string>(),
        StepsToReproduce = row.TextOrNull(),
        ExpectedBehavior = row.TextOrNull(),
        ActualBehavior = row.TextOrNull(),
        Category = row.Named<ErrorCategory>(),
        Severity = row.Named<ErrorSeverity>(),
        Status = row.Named<ErrorStatus>(),
        Module = row.TextOrNull(),
        Url = row.TextOrNull(),
        UserAgent = row.TextOrNull(),
        Browser = row.TextOrNull(),
        OperatingSystem = row.TextOrNull(),
        ReporterId = row.Get<Guid?>(),
        UserEmail = row.TextOrNull(),
        TraceId = row.TextOrNull(),
        CreatedAt = row.Get<DateTimeOffset>(),
        UpdatedAt = row.Get<DateTimeOffset>(),
        Source = row.Named<ErrorSource>(),
        Count = row.Get<long>(),
        Users = row.Get<int>(),
        FirstSeen = row.Get<DateTimeOffset>(),
        LastSeen = row.Get<DateTimeOffset>(),
        FirstRelease = row.TextOrNull(),
        LastRelease = row.TextOrNull(),
        Environment = row.TextOrNull(),
        Culprit = row.TextOrNull(),
        GroupedBy = row.TextOrNull(),
        AssignedTo = row.Get<Guid?>(),
        Assignee = row.TextOrNull(),
        SolutionDetails = row.TextOrNull(),
        ResolvedAt = row.Get<DateTimeOffset?>(),
        ResolvedIn = row.TextOrNull(),
        ReopenedAt = row.Get<DateTimeOffset?>(),
        SnoozedUntil = row.Get<DateTimeOffset?>(),
        SnoozedUntilCount = row.Get<long?>(),
        IssueRequestedAt = row.Get<DateTimeOffset?>(),
        IssueNumber = row.Get<int?>(),
        IssueUrl = row.TextOrNull(),
        IssueClosedAt = row.Get<DateTimeOffset?>(),
        MergedInto = row.Get<Guid?>()
    };
}
