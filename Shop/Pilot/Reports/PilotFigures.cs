using System.Text.Json.Serialization;
using Shop.Database;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

/// <summary>
/// What the dashboard and the reports show of a period, compared with the period before it. Repeating routes executed
/// one statement too often; reports of older versions have none.
/// </summary>
public sealed record PilotFigures(
    DateTimeOffset From,
    DateTimeOffset To,
    PilotState State,
    List<Finding> Findings,
    PilotTotals Now,
    PilotTotals Before,
    long UnresolvedCritical,
    List<NamedCount> ByCategory,
    List<NamedCount> BySeverity,
    List<NamedCount> ByStatus,
    List<NamedCount> ByModule,
    List<TrendCount> Trend,
    int TrendMinutes,
    List<RequestInterval> Requests,
    int RequestMinutes,
    List<RouteFigures> Slowest,
    List<RouteFigures> Chattiest,
    List<RouteFigures>? Repeating,
    List<FunnelDay> Funnel,
    List<CheckHistory> Health,
    List<RecentError> Recent,
    LimitOptions Limits);

/// <summary>
/// Errors are reports: what a person wrote, or a group of equal errors. Occurrences count each time that a program
/// reported one. Times of requests are in milliseconds.
/// </summary>
public sealed record PilotTotals(
    long Errors,
    long Resolved,
    long Occurrences,
    long Messages,
    double? Rating,
    long Requests,
    long FailedRequests,
    double P50,
    double P95,
    double P99,
    long SlowRequests,
    long LostMeasurements,
    long Searches,
    long AddedToCart,
    long Checkouts,
    long Orders,
    long Payments)
{
    public double ErrorRate => Requests == 0 ? 0 : (double)FailedRequests / Requests;
}

public sealed record NamedCount(string Name, long Count);

/// <summary>How many errors of this severity were new in the interval that began then.</summary>
public sealed record TrendCount(DateTimeOffset At, string Severity, long Count);

[JsonConverter(typeof(EnumNameConverter<HealthState>))]
public enum HealthState
{
    Good,
    /// <summary>Some results of the time were bad.</summary>
    Degraded,
    Bad,
    Maintenance
}

/// <summary>What a check from outside found, and whether it is down now. The share is that of good results.</summary>
public sealed record CheckHistory(string Name, bool IsDown, double? Share, double MeanMs, List<CheckSpan> Spans);

public sealed record CheckSpan(DateTimeOffset From, DateTimeOffset To, HealthState State);

public sealed record RecentError(
    Guid Id,
    string Title,
    string Category,
    string Severity,
    string Status,
    string? Module,
    string Source,
    long Count,
    DateTimeOffset LastSeen) : IRow<RecentError>
{
    public static RecentError Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Get<long>(),
        row.Get<DateTimeOffset>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PilotFigures))]
[JsonSerializable(typeof(PilotReport))]
[JsonSerializable(typeof(List<ReportSummary>))]
[JsonSerializable(typeof(List<RouteFigures>))]
[JsonSerializable(typeof(List<NotedRequest>))]
[JsonSerializable(typeof(ReportMade))]
public sealed partial class ReportsJson : JsonSerializerContext;
