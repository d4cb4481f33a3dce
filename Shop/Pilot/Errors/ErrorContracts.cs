using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Shop.Pilot.Errors;

/// <summary>Null fields stay unchanged.</summary>
public sealed record ErrorReportChange(
    [property: Title, NotBlank] string? Title = null,
    [property: LongText, NotBlank] string? Description = null,
    [property: LongText] string? StepsToReproduce = null,
    [property: LongText] string? ExpectedBehavior = null,
    [property: LongText] string? ActualBehavior = null,
    [property: Category] string? Category = null,
    [property: Severity] string? Severity = null,
    [property: Status] string? Status = null,
    [property: ModuleName] string? Module = null,
    [property: PageAddress] string? Url = null,
    [property: StringLength(254)] string? AssignedTo = null,
    [property: LongText] string? SolutionDetails = null);

/// <summary>
/// A whole report. Optional texts that it does not contain become empty; category, severity, status, assignee and
/// solution stay.
/// </summary>
public sealed record ErrorReportReplacement(
    [property: Required, Title] string? Title,
    [property: Required, LongText] string? Description,
    [property: LongText] string? StepsToReproduce = null,
    [property: LongText] string? ExpectedBehavior = null,
    [property: LongText] string? ActualBehavior = null,
    [property: Category] string? Category = null,
    [property: Severity] string? Severity = null,
    [property: Status] string? Status = null,
    [property: ModuleName] string? Module = null,
    [property: PageAddress] string? Url = null,
    [property: StringLength(254)] string? AssignedTo = null,
    [property: LongText] string? SolutionDetails = null)
{
    public ErrorReportChange ToChange() => new(
        Title,
        Description,
        StepsToReproduce ?? "",
        ExpectedBehavior ?? "",
        ActualBehavior ?? "",
        Category,
        Severity,
        Status,
        Module ?? "",
        Url ?? "",
        AssignedTo,
        SolutionDetails);
}

public sealed record CommentRequest(
    [property: Required, LongText] string? Content,
    bool IsTechnicalNote = false);

/// <summary>The id, address or user name of an account from support on; me; or none.</summary>
public sealed record AssignRequest(
    [property: Required, StringLength(254)] string? AssignedTo,
    [property: LongText] string? Comment = null);

/// <summary>The solution is running now, or comes with the next release.</summary>
public sealed record ResolveRequest(
    [property: Required, LongText] string? SolutionDetails,
    [property: AllowedValues(null, ResolveRequest.Now, ErrorReport.NextRelease)] string? In = null)
{
    public const string Now = "now";
}

public sealed record MergeRequest([property: Required] Guid? Into);

/// <summary>Quiet until a time, until so many more errors, or whichever comes first.</summary>
public sealed record SnoozeRequest(
    DateTimeOffset? Until = null,
    [property: Range(1, 1_000_000_000)] long? Count = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(List<ErrorReport>))]
[JsonSerializable(typeof(ErrorReportDetail))]
[JsonSerializable(typeof(List<Attachment>))]
[JsonSerializable(typeof(List<AttachmentSummary>))]
[JsonSerializable(typeof(ErrorReportChange))]
[JsonSerializable(typeof(ErrorReportReplacement))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(AssignRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(SnoozeRequest))]
[JsonSerializable(typeof(List<SimilarReport>))]
[JsonSerializable(typeof(StatusCounts))]
[JsonSerializable(typeof(ErrorStatistics))]
[JsonSerializable(typeof(DailyErrorReport))]
[JsonSerializable(typeof(ErrorComment))]
[JsonSerializable(typeof(DeletedReport))]
[JsonSerializable(typeof(Dictionary<string, string?>))]
[JsonSerializable(typeof(ErrorAssigned))]
[JsonSerializable(typeof(ErrorMoved))]
[JsonSerializable(typeof(IssueRequested))]
public sealed partial class ErrorsJson : JsonSerializerContext;
