using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Pilot.Errors;

namespace Shop.Pilot;

/// <summary>
/// The trace id is the reference number of an error page. It is not in the contract; older clients omit it.
/// </summary>
public sealed record ErrorReportRequest(
    [property: Required, StringLength(200)] string? Title,
    [property: Required, StringLength(ErrorReportRequest.Longest)] string? Description,
    [property: StringLength(ErrorReportRequest.Longest)] string? StepsToReproduce = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? ExpectedBehavior = null,
    [property: StringLength(ErrorReportRequest.Longest)] string? ActualBehavior = null,
    [property: RegularExpression(ErrorReportRequest.CategoryPattern, ErrorMessage = ErrorReportRequest.CategoryError)]
    string? Category = null,
    [property: RegularExpression(ErrorReportRequest.SeverityPattern, ErrorMessage = ErrorReportRequest.SeverityError)]
    string? Severity = null,
    [property: StringLength(100)] string? Module = null,
    [property: StringLength(2000)] string? Url = null,
    [property: StringLength(1000)] string? UserAgent = null,
    [property: StringLength(100)] string? Browser = null,
    [property: StringLength(100)] string? OperatingSystem = null,
    [property: StringLength(254), MailAddress] string? UserEmail = null,
    [property: RegularExpression(
        ErrorReportRequest.TraceIdPattern,
        ErrorMessage = "The trace id has 32 hexadecimal digits.")]
    string? TraceId = null)
{
    public const int Longest = 10_000;
    public const string TraceIdPattern = "[0-9a-f]{32}";
    public const string CategoryPattern = "ui|functionality|performance|security|integration|data|other";
    public const string SeverityPattern = "critical|high|medium|low";
    public const string SeverityError = "The severity must be one of critical, high, medium, low.";
    public const string CategoryError =
        "The category must be one of ui, functionality, performance, security, integration, data, other.";
}

public sealed record FeedbackRequest(
    [property: Required, StringLength(ErrorReportRequest.Longest)] string? Message,
    [property: Range(1, 5)] int? Rating = null,
    [property: StringLength(2000)] string? Page = null);

public sealed record Received(Guid Id, string Status)
{
    public static Received Of(Guid id) => new(id, "created");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorReportRequest))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(Received))]
[JsonSerializable(typeof(List<FeedbackMessage>))]
[JsonSerializable(typeof(FeedbackRatings))]
public sealed partial class PilotJson : JsonSerializerContext;
