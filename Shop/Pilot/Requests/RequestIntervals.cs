using Shop.Database;

namespace Shop.Pilot.Requests;

/// <summary>The length of an interval, in minutes.</summary>
public enum RequestStep
{
    Minute = 1,
    Hour = 60,
    Day = 1440
}

/// <summary>Which sums: each interval has one row per route, status and writer.</summary>
readonly record struct RequestKey(RequestStep Step, DateTime At, int Route, short Status, int Writer);

/// <summary>A row of <c>pilot.request_intervals</c>.</summary>
sealed record RequestIntervalRow(
    DateTime At,
    int Route,
    short Status,
    long Count,
    long Slow,
    long Chatty,
    long Lost,
    long DurationUs,
    long LongestUs,
    Guid? LongestTrace,
    long Statements,
    int MostStatements,
    Guid? MostStatementsTrace,
    long SqlUs,
    long Repeated,
    int MostRepeats,
    Guid? MostRepeatsTrace,
    byte[] Histogram) : IRow<RequestIntervalRow>
{
    public static readonly Sql Columns = Sql.Of(
        $"""
        at, route_id, status, count, slow, chatty, lost, duration_us, longest_us, longest_trace, statements, most_statements,
        most_statements_trace, sql_us, repeated, most_repeats, most_repeats_trace, histogram
        """);

    public static RequestIntervalRow Read(RowReader row) => new(
        row.Get<DateTime>(),
        row.Get<int>(),
        row.Get<short>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<Guid?>(),
        row.Get<long>(),
        row.Get<int>(),
        row.Get<Guid?>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<int>(),
        row.Get<Guid?>(),
        row.Get<byte[]>());
}

static class RequestIntervals
{
    public static DateTime Start(this RequestStep step, DateTime at) =>
        new(at.Ticks - at.Ticks % (TimeSpan.TicksPerMinute * (int)step), DateTimeKind.Utc);

    /// <summary>
    /// Overwrites the rows of these keys. Sums only grow: an hour whose minutes are already being deleted stays as it
    /// is.
    /// </summary>
    public static Sql Write(IReadOnlyCollection<KeyValuePair<RequestKey, RequestSums>> sums) => Sql.Of(
        $"""
        insert into pilot.request_intervals as i (minutes, at, route_id, status, writer, count, slow, chatty, lost, duration_us,
            longest_us, longest_trace, statements, most_statements, most_statements_trace, sql_us, repeated, most_repeats,
            most_repeats_trace, histogram)
        select * from unnest(
            {Keys(sums, key => (short)key.Step)}, {Keys(sums, key => key.At)}, {Keys(sums, key => key.Route)},
            {Keys(sums, key => key.Status)}, {Keys(sums, key => key.Writer)}, {Sums(sums, sum => sum.Count)},
            {Sums(sums, sum => sum.Slow)}, {Sums(sums, sum => sum.Chatty)}, {Sums(sums, sum => sum.Lost)},
            {Sums(sums, sum => sum.DurationUs)}, {Sums(sums, sum => sum.LongestUs)}, {Sums(sums, sum => sum.LongestTrace)},
            {Sums(sums, sum => sum.Statements)}, {Sums(sums, sum => sum.MostStatements)},
            {Sums(sums, sum => sum.MostStatementsTrace)}, {Sums(sums, sum => sum.SqlUs)},
            {Sums(sums, sum => sum.Repeated)}, {Sums(sums, sum => sum.MostRepeats)}, {Sums(sums, sum => sum.MostRepeatsTrace)},
            {Sums(sums, sum => sum.Histogram.ToBytes())})
        on conflict (minutes, at, route_id, status, writer) do update set
            count = excluded.count, slow = excluded.slow, chatty = excluded.chatty, lost = excluded.lost,
            duration_us = excluded.duration_us, longest_us = excluded.longest_us, longest_trace = excluded.longest_trace,
            statements = excluded.statements, most_statements = excluded.most_statements,
            most_statements_trace = excluded.most_statements_trace, sql_us = excluded.sql_us, repeated = excluded.repeated,
            most_repeats = excluded.most_repeats, most_repeats_trace = excluded.most_repeats_trace, histogram = excluded.histogram
        where excluded.count >= i.count
        """);

    static T[] Keys<T>(IReadOnlyCollection<KeyValuePair<RequestKey, RequestSums>> sums, Func<RequestKey, T> column) =>
        [.. sums.Select(row => column(row.Key))];

    static T[] Sums<T>(IReadOnlyCollection<KeyValuePair<RequestKey, RequestSums>> sums, Func<RequestSums, T> column) =>
        [.. sums.Select(row => column(row.Value))];
}
