using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Requests;

/// <summary>
/// Figures of the measured requests. Days and hours are at most two minutes behind. A period begins with the interval
/// that contains its beginning. Without a source, a page of the site and the calls of the API for it are both counted.
/// What SDKs send is in the figures of its routes, and in totals only if they are asked for: anybody who has the DSN
/// can send it, and the time in which a browser shows a page is no response time.
/// </summary>
public sealed class RequestStore(NpgsqlDataSource database)
{
    /// <summary>What the shop measures by itself.</summary>
    static readonly RequestSource[] Own = [RequestSource.Api, RequestSource.Site];

    static readonly TimeSpan MinutesUpTo = TimeSpan.FromHours(3);
    static readonly TimeSpan HoursUpTo = TimeSpan.FromDays(14);
    static readonly TimeSpan RouteHoursUpTo = TimeSpan.FromDays(2);

    internal static Sql CreateDays => Sql.Of($"select pilot.create_request_days()");

    /// <summary>Drops whole days: DDL, so no rows are counted.</summary>
    internal static Sql OldRequests(TimeSpan age) => Sql.Of($"select pilot.drop_request_days({age})");

    internal static Sql OldSalts =>
        OldRows.Delete(Sql.Of($"pilot.request_salts"), Sql.Of($"day < (now() at time zone 'UTC')::date - 1"));

    /// <summary>
    /// Makes the hashes of users meaningless. Users who are measured later on the same day get other hashes.
    /// </summary>
    internal static Sql[] ForgetUsers =>
    [
        // A salt that a writer adds at the same time must be seen, and none be added before the erasure is.
        Sql.Of($"lock table pilot.request_salts in exclusive mode"),
        Sql.Of($"delete from pilot.request_salts")
    ];

    internal static Sql OldActions(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.user_actions"), Sql.Of($"day < (now() at time zone 'UTC' - {age})::date"));

    internal static Sql OldIntervals(RequestStep step, TimeSpan age) => OldRows.Delete(
        Sql.Of($"pilot.request_intervals"), Sql.Of($"minutes = {(short)step} and at < now() - {age}"));

    /// <summary>The length of the intervals that a chart of the period has.</summary>
    public static RequestStep StepOf(TimeSpan period) =>
        period <= MinutesUpTo ? RequestStep.Minute : period <= HoursUpTo ? RequestStep.Hour : RequestStep.Day;

    /// <summary>The intervals that have requests, oldest first.</summary>
    public async Task<List<RequestInterval>> OverviewAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct,
        RequestSource? source = null,
        RequestStep? step = null)
    {
        var rows = await TotalsAsync(from, to, source, step ?? StepOf(to - from), ct);
        return
        [
            .. from row in rows
               group row by row.At into interval
               orderby interval.Key
               select new RequestInterval(interval.Key, RequestFigures.Of(interval))
        ];
    }

    public async Task<RequestFigures> TotalAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken ct, RequestSource? source = null) =>
        RequestFigures.Of(await TotalsAsync(from, to, source, StepOf(to - from), ct));

    /// <summary>Every route that was requested, in no particular order.</summary>
    public async Task<List<RouteFigures>> RoutesAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken ct, RequestSource? source = null)
    {
        var period = to - from;
        var step = period <= MinutesUpTo ? RequestStep.Minute
            : period <= RouteHoursUpTo ? RequestStep.Hour
            : RequestStep.Day;
        var (start, end) = (step.Start(from.UtcDateTime), to.UtcDateTime);
        var routes = await database.QueryAsync<RequestRoute>(
            $"""
            select id, source, method, route from pilot.request_routes
            where route <> '' and ({source is null} or source = {source?.Spelling()})
            """, ct);
        var rows = await database.QueryAsync<RequestIntervalRow>(
            $"""
            select {RequestIntervalRow.Columns} from pilot.request_intervals
            where minutes = {(short)step} and at >= {start} and at < {end} and route_id <> all ({TotalRoutes})
            """, ct);
        var figures = rows.GroupBy(row => row.Route).ToDictionary(route => route.Key, RequestFigures.Of);
        return
        [
            .. from route in routes
               where figures.ContainsKey(route.Id)
               select new RouteFigures(route.Source, route.Method, route.Route, figures[route.Id])
        ];
    }

    /// <summary>The routes with the longest p95.</summary>
    public async Task<List<RouteFigures>> SlowestAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken ct) =>
        [.. (await RoutesAsync(from, to, ct)).OrderByDescending(route => route.Figures.P95).Take(limit)];

    /// <summary>The routes with the most SQL statements per request.</summary>
    public async Task<List<RouteFigures>> ChattiestAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken ct) =>
        [
            .. (await RoutesAsync(from, to, ct))
                .OrderByDescending(route => route.Figures.Statements)
                .ThenByDescending(route => route.Figures.MostStatements)
                .Take(limit)
        ];

    /// <summary>Single slow or chatty requests, newest first.</summary>
    public Task<(long Total, List<NotedRequest> Requests)> NotedAsync(
        DateTimeOffset from, DateTimeOffset to, NotedFilter filter, int page, int limit, CancellationToken ct)
    {
        var (start, end) = (from.UtcDateTime, to.UtcDateTime);
        var source = filter.Source?.Spelling();
        var noted = Sql.Of(
            $"""
            pilot.requests r join pilot.request_routes t on t.id = r.route_id
            where r.at >= {start} and r.at < {end} and {Noted(filter.Kind)} and ({source is null} or t.source = {source})
                and ({filter.Method is null} or t.method = {filter.Method}) and ({filter.Route is null} or t.route = {filter.Route})
            """);
        return database.QueryPageAsync<NotedRequest>(
            $"select count(*) from {noted}",
            $"""
            select r.at, t.source, t.method, t.route, r.status, r.duration_us, r.statements, r.sql_us, r.is_slow, r.is_chatty,
                r.trace_id
            from {noted} order by r.at desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    // The index is of what is slow or chatty.
    static Sql Noted(NotedKind? kind) => kind switch
    {
        NotedKind.Slow => Sql.Of($"(r.is_slow or r.is_chatty) and r.is_slow"),
        NotedKind.Chatty => Sql.Of($"(r.is_slow or r.is_chatty) and r.is_chatty"),
        _ => Sql.Of($"(r.is_slow or r.is_chatty)")
    };

    /// <summary>How many requests of the day (UTC) were slow.</summary>
    public async Task<long> SlowOfAsync(DateOnly day, CancellationToken ct)
    {
        var start = day.ToDateTime(default, DateTimeKind.Utc);
        return await database.ScalarAsync<long>(
            $"""
            select coalesce(sum(slow), 0)::bigint from pilot.request_intervals
            where minutes = {(short)RequestStep.Hour} and at >= {start} and at < {start.AddDays(1)}
                and route_id = any ({TotalsOf(null)})
            """, ct);
    }

    /// <summary>
    /// Every day of the period. Payments cannot be told apart by source: a provider reports them.
    /// </summary>
    public Task<List<FunnelDay>> FunnelAsync(
        DateOnly from, DateOnly to, CancellationToken ct, RequestSource? source = null) =>
        database.QueryAsync<FunnelDay>(
            $"""
            with days as (select d::date as day from generate_series({from}::timestamp, {to}::timestamp, interval '1 day') d),
            actions as (
                select day, coalesce(sum(count) filter (where action = 'search'), 0)::bigint as searches,
                    coalesce(sum(count) filter (where action = 'add_to_cart'), 0)::bigint as added,
                    coalesce(sum(count) filter (where action = 'checkout'), 0)::bigint as checkouts,
                    coalesce(sum(count) filter (where action = 'order'), 0)::bigint as orders
                from pilot.user_actions
                where day between {from} and {to} and ({source is null} or source = {source?.Spelling()})
                group by day
            ),
            payments as (
                select day, sum(paid)::bigint as paid
                from (
                    select day, purchases as paid from analytics.days where day between {from} and {to}
                    union all
                    select day, 1 from analytics.events where not rolled and type = 'order' and day between {from} and {to}
                ) p
                group by day
            )
            select day, coalesce(searches, 0), coalesce(added, 0), coalesce(checkouts, 0), coalesce(orders, 0), coalesce(paid, 0)
            from days left join actions using (day) left join payments using (day)
            order by day
            """, ct);

    static Sql TotalRoutes => Sql.Of(
        $"array(select id from pilot.request_routes where method = '' and route = '')");

    static Sql TotalsOf(RequestSource? source)
    {
        string[] sources = source is { } only ? [only.Spelling()] : [.. Own.Select(own => own.Spelling())];
        return Sql.Of(
            $"""
            array(select id from pilot.request_routes where method = '' and route = '' and source = any ({sources}))
            """);
    }

    Task<List<RequestIntervalRow>> TotalsAsync(
        DateTimeOffset from, DateTimeOffset to, RequestSource? source, RequestStep step, CancellationToken ct)
    {
        var (start, end) = (step.Start(from.UtcDateTime), to.UtcDateTime);
        return database.QueryAsync<RequestIntervalRow>(
            $"""
            select {RequestIntervalRow.Columns} from pilot.request_intervals
            where minutes = {(short)step} and at >= {start} and at < {end} and route_id = any ({TotalsOf(source)})
            """, ct);
    }
}
