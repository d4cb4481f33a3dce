using System.Text.Json.Serialization;

namespace Shop.Pilot.Requests;

/// <summary>What the site, which has no database, tells the API every two seconds.</summary>
public sealed record SiteReport(List<RequestMeasurement> Requests, long Lost, List<SiteVisit> Visits)
{
    /// <summary>Not among the routes that the site forwards, so it cannot be reached from outside.</summary>
    public const string Path = "/inside/site-report";

    public const int MaxRequests = 1_000;
    public const int MaxVisits = 500;
}

/// <summary>
/// A visitor saw a page, searched, or put something into the cart. The address and the browser only tell visitors
/// apart: the API stores a digest with the salt of the day, and the site sets no cookie.
/// </summary>
public sealed record SiteVisit(
    DateTimeOffset At, string Type, string Page, string? Address, string Browser, Guid? ProductId, int Quantity);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SiteReport))]
public sealed partial class SiteReportJson : JsonSerializerContext;
