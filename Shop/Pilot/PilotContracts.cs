using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Pilot.Errors;

namespace Shop.Pilot;

/// <summary>
/// The trace id is the reference number of an error page, the website a trap: whoever fills in every field is a
/// program, whose report is not kept. They are not in the contract; older clients omit them.
/// </summary>
public sealed record ErrorReportRequest(
    [property: Required, Title] string? Title,
    [property: Required, LongText] string? Description,
    [property: LongText] string? StepsToReproduce = null,
    [property: LongText] string? ExpectedBehavior = null,
    [property: LongText] string? ActualBehavior = null,
    [property: Category] string? Category = null,
    [property: Severity] string? Severity = null,
    [property: ModuleName] string? Module = null,
    [property: PageAddress] string? Url = null,
    [property: StringLength(1000)] string? UserAgent = null,
    [property: StringLength(100)] string? Browser = null,
    [property: StringLength(100)] string? OperatingSystem = null,
    [property: StringLength(254), MailAddress] string? UserEmail = null,
    [property: RegularExpression(
        ErrorReportRequest.TraceIdPattern,
        ErrorMessage = "The trace id has 32 hexadecimal digits.")]
    string? TraceId = null,
    [property: PageAddress] string? Website = null)
{
    public const int Longest = 10_000;
    public const string TraceIdPattern = "[0-9a-f]{32}";
}

public sealed record FeedbackRequest(
    [property: Required, LongText] string? Message,
    [property: Range(1, 5)] int? Rating = null,
    [property: PageAddress] string? Page = null);

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
