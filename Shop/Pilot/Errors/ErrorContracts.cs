using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Shop.Pilot.Errors;

/// <summary>Null fields stay unchanged.</summary>
public sealed record ErrorReportChange(
    [property: StringLength(200, MinimumLength = 1), RegularExpression(ErrorReportChange.NotBlank)]
    string? Title = null,
    [property: StringLength(ErrorReportRequest.Longest, MinimumLength = 1)]
    [property: RegularExpression(ErrorReportChange.NotBlank)]
    string? Description = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? StepsToReproduce = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? ExpectedBehavior = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? ActualBehavior = null,
    [property: RegularExpression(ErrorReportRequest.CategoryPattern, ErrorMessage = ErrorReportRequest.CategoryError)]
    string? Category = null,
    [property: RegularExpression(ErrorReportRequest.SeverityPattern, ErrorMessage = ErrorReportRequest.SeverityError)]
    string? Severity = null,
    [property: RegularExpression(ErrorReportChange.StatusPattern, ErrorMessage = ErrorReportChange.StatusError)]
    string? Status = null,
    [property: StringLength(100)] string? Module = null,
    [property: StringLength(2000)] string? Url = null,
    [property: StringLength(254)] string? AssignedTo = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? SolutionDetails = null)
{
    public const string NotBlank = @"(?s).*\S.*";
    public const string StatusPattern = "new|investigating|confirmed|in_progress|resolved|wont_fix";
    public const string StatusError =
        "The status must be one of new, investigating, confirmed, in_progress, resolved, wont_fix.";
}

/// <summary>
/// A whole report. Optional texts that it does not contain become empty; category, severity, status, assignee and
/// solution stay.
/// </summary>
public sealed record ErrorReportReplacement(
    [property: Required, StringLength(200)] string? Title,
    [property: Required, StringLength(ErrorReportRequest.Longest)] string? Description,
    [property: StringLength(ErrorReportRequest.Longest)] string? StepsToReproduce = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? ExpectedBehavior = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? ActualBehavior = null,
    [property: RegularExpression(ErrorReportRequest.CategoryPattern, ErrorMessage = ErrorReportRequest.CategoryError)]
    string? Category = null,
    [property: RegularExpression(ErrorReportRequest.SeverityPattern, ErrorMessage = ErrorReportRequest.SeverityError)]
    string? Severity = null,
    [property: RegularExpression(ErrorReportChange.StatusPattern, ErrorMessage = ErrorReportChange.StatusError)]
    string? Status = null,
    [property: StringLength(100)] string? Module = null,
    [property: StringLength(2000)] string? Url = null,
    [property: StringLength(254)] string? AssignedTo = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? SolutionDetails = null)
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
    [property: Required, StringLength(ErrorReportRequest.Longest)] string? Content,
    bool IsTechnicalNote = false);

/// <summary>The id, address or user name of an account from support on; me; or none.</summary>
public sealed record AssignRequest(
    [property: Required, StringLength(254)] string? AssignedTo,
    [property: StringLength(ErrorReportRequest.Longest)] string? Comment = null);

/// <summary>The solution is running now, or comes with the next release.</summary>
public sealed record ResolveRequest(
    [property: Required, StringLength(ErrorReportRequest.Longest)] string? SolutionDetails,
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
