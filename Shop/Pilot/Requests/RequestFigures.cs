using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Pilot.Requests;

/// <summary>
/// What requests cost, in milliseconds. Errors have a status of 500 or more, refused ones of 400 or more. Lost ones
/// were measured and not stored, and are in no other number. Repeated ones executed one SQL statement too often.
/// </summary>
public sealed record RequestFigures(
    long Count,
    long Errors,
    long Refused,
    long Slow,
    long Chatty,
    long Lost,
    double Mean,
    double P50,
    double P95,
    double P99,
    double Longest,
    string? LongestTrace,
    double Statements,
    int MostStatements,
    string? MostStatementsTrace,
    double SqlMean,
    long Repeated = 0,
    int MostRepeats = 0,
    string? MostRepeatsTrace = null)
{
    public static readonly RequestFigures None = Of([]);

    public double ErrorRate => Count == 0 ? 0 : (double)Errors / Count;

    internal static RequestFigures Of(IEnumerable<RequestIntervalRow> rows)
    {
        var (sums, errors, refused) = (new RequestSums(), 0L, 0L);
        foreach (var row in rows)
        {
            sums.Add(row);
            errors += row.Status >= 500 ? row.Count : 0;
            refused += row.Status is >= 400 and < 500 ? row.Count : 0;
        }
        var count = Math.Max(1, sums.Count);
        return new(
            sums.Count,
            errors,
            refused,
            sums.Slow,
            sums.Chatty,
            sums.Lost,
            Milliseconds((double)sums.DurationUs / count),
            Milliseconds(sums.Histogram.Percentile(0.50)),
            Milliseconds(sums.Histogram.Percentile(0.95)),
            Milliseconds(sums.Histogram.Percentile(0.99)),
            Milliseconds(sums.LongestUs),
            sums.LongestTrace?.ToString("N"),
            Math.Round((double)sums.Statements / count, 2),
            sums.MostStatements,
            sums.MostStatementsTrace?.ToString("N"),
            Milliseconds((double)sums.SqlUs / count),
            sums.Repeated,
            sums.MostRepeats,
            sums.MostRepeatsTrace?.ToString("N"));
    }

    static double Milliseconds(double microseconds) => Math.Round(microseconds / 1000, 3);
}

/// <summary>The requests of the minute, hour or day that began then.</summary>
public sealed record RequestInterval(DateTimeOffset At, RequestFigures Figures);

public sealed record RouteFigures(RequestSource Source, string Method, string Route, RequestFigures Figures);

[JsonConverter(typeof(EnumNameConverter<NotedKind>))]
public enum NotedKind
{
    Slow,
    Chatty
}

/// <summary>Null fields admit every slow or chatty request.</summary>
public sealed record NotedFilter(
    NotedKind? Kind = null, RequestSource? Source = null, string? Method = null, string? Route = null);

/// <summary>One slow or chatty request.</summary>
public sealed record NotedRequest(
    DateTimeOffset At,
    RequestSource Source,
    string Method,
    string Route,
    short Status,
    double Duration,
    short Statements,
    double SqlTime,
    bool IsSlow,
    bool IsChatty,
    string? Trace) : IRow<NotedRequest>
{
    public static NotedRequest Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Named<RequestSource>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<short>(),
        row.Get<int>() / 1000.0,
        row.Get<short>(),
        row.Get<int>() / 1000.0,
        row.Get<bool>(),
        row.Get<bool>(),
        row.Get<Guid?>()?.ToString("N"));
}

/// <summary>How often users took each step to a purchase. Payments are orders that were paid.</summary>
public sealed record FunnelDay(
    DateOnly Day, long Searches, long AddedToCart, long Checkouts, long Orders, long Payments) : IRow<FunnelDay>
{
    public static FunnelDay Read(RowReader row) => new(
        row.Get<DateOnly>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>());
}
