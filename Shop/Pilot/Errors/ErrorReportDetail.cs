using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>A report with everything that is known about it.</summary>
public sealed record ErrorReportDetail : ErrorReport
{
    [JsonConstructor]
    public ErrorReportDetail()
    {
    }

    [SetsRequiredMembers]
    public ErrorReportDetail(ErrorReport report) : base(report)
    {
    }

    public List<ErrorComment> Comments { get; init; } = [];

    /// <summary>Newest first.</summary>
    public List<ErrorHistoryEntry> History { get; init; } = [];

    /// <summary>The newest samples, newest first.</summary>
    public List<ErrorOccurrence> Occurrences { get; init; } = [];

    /// <summary>The releases in which it was seen, the one that it was seen in last first.</summary>
    public List<ReleaseOfReport> Releases { get; init; } = [];

    /// <summary>The ids and titles of reports that are merged into this one.</summary>
    public List<MergedReport> Merged { get; init; } = [];
}

public sealed record ErrorComment(
    Guid Id,
    Guid? AuthorId,
    string Author,
    string Content,
    bool IsTechnicalNote,
    DateTimeOffset CreatedAt) : IRow<ErrorComment>
{
    internal static readonly Sql Columns = Sql.Of($"id, author_id, author, content, is_technical_note, created_at");

    public static ErrorComment Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid?>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<bool>(),
        row.Get<DateTimeOffset>());
}

/// <summary>The actor is null when the shop did it by itself.</summary>
public sealed record ErrorHistoryEntry(
    DateTimeOffset At,
    Guid? ActorId,
    string? Actor,
    string Action,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Data) : IRow<ErrorHistoryEntry>
{
    internal static readonly Sql Columns = Sql.Of($"at, actor_id, actor, action, data");

    public static ErrorHistoryEntry Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<Guid?>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.TextOrNull());
}

/// <summary>One error of a group. The data is JSON: stack, breadcrumbs, request, tags and contexts.</summary>
public sealed record ErrorOccurrence(
    Guid Id,
    DateTimeOffset At,
    string? Release,
    string? Environment,
    string? TraceId,
    [property: JsonConverter(typeof(RawJsonConverter))] string Data,
    List<AttachmentSummary> Attachments) : IRow<ErrorOccurrence>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        id, at, release, environment, trace_id, data, (
            select coalesce(json_agg(json_build_object(
                'number', number, 'name', name, 'type', type, 'size', size, 'content', content) order by number), '[]')
            from pilot.attachments where occurrence_id = occurrences.id)
        """);

    public static ErrorOccurrence Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<DateTimeOffset>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<string>(),
        JsonSerializer.Deserialize(row.Get<string>(), ErrorsJson.Default.ListAttachmentSummary)!);
}

public sealed record ReleaseOfReport(
    string Release, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen) : IRow<ReleaseOfReport>
{
    internal static readonly Sql Columns = Sql.Of($"release, count, first_seen, last_seen");

    public static ReleaseOfReport Read(RowReader row) => new(
        row.Get<string>(), row.Get<long>(), row.Get<DateTimeOffset>(), row.Get<DateTimeOffset>());
}

public sealed record MergedReport(Guid Id, string Title, long Count) : IRow<MergedReport>
{
    public static MergedReport Read(RowReader row) => new(row.Get<Guid>(), row.Get<string>(), row.Get<long>());
}

/// <summary>The score is from 0 to 1.</summary>
public sealed record SimilarReport(
    Guid Id,
    string Title,
    ErrorStatus Status,
    ErrorSeverity Severity,
    ErrorCategory Category,
    ErrorSource Source,
    string? Module,
    long Count,
    DateTimeOffset LastSeen,
    double Score) : IRow<SimilarReport>
{
    public static SimilarReport Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Named<ErrorStatus>(),
        row.Named<ErrorSeverity>(),
        row.Named<ErrorCategory>(),
        row.Named<ErrorSource>(),
        row.TextOrNull(),
        row.Get<long>(),
        row.Get<DateTimeOffset>(),
        row.Get<double>());
}
