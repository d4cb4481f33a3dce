using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Pilot.Health;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

[JsonConverter(typeof(EnumNameConverter<DashboardPeriod>))]
public enum DashboardPeriod
{
    [JsonStringEnumMemberName("24h")]
    Day,
    [JsonStringEnumMemberName("7d")]
    Week,
    [JsonStringEnumMemberName("30d")]
    Month
}

/// <summary>
/// Reads the figures of a period. A few queries run at the same time, each on a connection of its own: a page of
/// figures leaves the others to the customers.
/// </summary>
public sealed class FiguresStore(
    NpgsqlDataSource database,
    RequestStore requests,
    HealthStore health,
    IOptions<LimitOptions> limits,
    TimeProvider time)
{
    const int MaxConnections = 3;
    const int TopRoutes = 8;
    const int TopModules = 10;
    const int RecentErrors = 10;

    public Task<PilotFigures> OfDashboardAsync(DashboardPeriod period, CancellationToken ct)
    {
        var (from, to) = Bounds(period);
        var interval = period == DashboardPeriod.Day ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        return ReadAsync(from, to, interval, ct);
    }

    /// <summary>A time in the past, by days if it consists of days of UTC.</summary>
    public Task<PilotFigures> OfTimeAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var isOfDays = to - from > TimeSpan.FromDays(2)
            && from.UtcDateTime.TimeOfDay == TimeSpan.Zero && to.UtcDateTime.TimeOfDay == TimeSpan.Zero;
        return ReadAsync(from, to, isOfDays ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1), ct);
    }

    /// <summary>Every route that was requested.</summary>
    public Task<List<RouteFigures>> RoutesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var (start, end) = RouteTime(from, to);
        return requests.RoutesAsync(start, end, ct);
    }

    // Those over several days are added up by UTC days: as many as the time has.
    static (DateTimeOffset From, DateTimeOffset To) RouteTime(DateTimeOffset from, DateTimeOffset to)
    {
        var days = (int)Math.Ceiling((to - from).TotalDays);
        var end = Midnight(DayOf(to.AddTicks(-1)).AddDays(1));
        return days > 2 ? (end.AddDays(-days), end) : (from, to);
    }

    // The numbers of UTC days are added up already, so longer periods consist of whole days, today included.
    public (DateTimeOffset From, DateTimeOffset To) Bounds(DashboardPeriod period)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var nextHour = new DateTimeOffset(now.Date.AddHours(now.Hour + 1), TimeSpan.Zero);
        var tomorrow = new DateTimeOffset(now.Date.AddDays(1), TimeSpan.Zero);
        return period switch
        {
            DashboardPeriod.Day => (nextHour.AddDays(-1), nextHour),
            DashboardPeriod.Week => (tomorrow.AddDays(-7), tomorrow),
            _ => (tomorrow.AddDays(-30), tomorrow)
        };
    }

    public Task<PilotFigures> OfReportAsync(ReportPeriod period, CancellationToken ct) =>
        // Days of Moscow are no UTC days, so the sums of the days do not help.
        ReadAsync(period.From, period.To, TimeSpan.FromHours(1), ct);

    async Task<PilotFigures> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, TimeSpan interval, CancellationToken ct)
    {
        var earlier = from - (to - from);
        // Actions of users are added up by UTC days: as many as the period has.
        var lastDay = DayOf(to.AddTicks(-1));
        var days = (int)Math.Ceiling((to - from).TotalDays);
        var firstDay = lastDay.AddDays(1 - days);
        using var gate = new SemaphoreSlim(MaxConnections);
        var errors = Read(() => CountAsync(from, to, interval, ct));
        var errorsBefore = Read(() => CountAsync(earlier, from, interval, ct));
        var totals = Read(() => TotalsAsync(from, to, ct));
        var totalsBefore = Read(() => TotalsAsync(earlier, from, ct));
        var critical = Read(() => CriticalAsync(ct));
        var recent = Read(() => RecentAsync(from, to, ct));
        var intervals = Read(() => requests.OverviewAsync(from, to, ct));
        var total = Read(() => requests.TotalAsync(from, to, ct));
        var totalBefore = Read(() => requests.TotalAsync(earlier, from, ct));
        var routes = Read(() => RoutesAsync(from, to, ct));
        var funnel = Read(() => requests.FunnelAsync(firstDay.AddDays(-days), lastDay, ct));
        var checks = Read(() => HealthAsync(from, to, ct));
        await Task.WhenAll(
            errors, errorsBefore, totals, totalsBefore, critical, recent, intervals, total, totalBefore, routes, funnel,
            checks);

        var counts = await errors;
        var own = (await routes).Where(route => route.Source != RequestSource.Sdk).ToList();
        var steps = (await funnel).ToLookup(day => day.Day >= firstDay);
        var figures = new PilotFigures(
            from,
            to,
            PilotState.Good,
            [],
            Totals(await totals, counts, await total, steps[true]),
            Totals(await totalsBefore, await errorsBefore, await totalBefore, steps[false]),
            await critical,
            By("category"),
            By("severity"),
            By("status"),
            [.. By("module").Take(TopModules)],
            [
                .. from count in counts
                   where count.Dimension == "severity"
                   orderby count.At
                   select new TrendCount(count.At, count.Name, count.Count)
            ],
            (int)interval.TotalMinutes,
            await intervals,
            (int)RequestStore.StepOf(to - from),
            Top(route => route.Figures.P95),
            Top(route => route.Figures.Statements),
            [.. Top(route => route.Figures.Repeated).Where(route => route.Figures.Repeated > 0)],
            [.. steps[true]],
            await checks,
            await recent,
            limits.Value);
        var findings = FindingRules.Check(figures);
        return figures with { Findings = findings, State = FindingRules.StateOf(findings) };

        async Task<T> Read<T>(Func<Task<T>> query)
        {
            await gate.WaitAsync(ct);
            try
            {
                return await query();
            }
            finally
            {
                gate.Release();
            }
        }

        List<RouteFigures> Top(Func<RouteFigures, double> figure) =>
            [.. own.OrderByDescending(figure).ThenByDescending(route => route.Figures.Count).Take(TopRoutes)];

        List<NamedCount> By(string dimension) =>
        [
            .. counts
                .Where(count => count.Dimension == dimension)
                .GroupBy(count => count.Name, (name, of) => new NamedCount(name, of.Sum(count => count.Count)))
                .Where(count => count.Count > 0)
                .OrderByDescending(count => count.Count)
                .ThenBy(count => count.Name, StringComparer.Ordinal)
        ];
    }

    static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(default), TimeSpan.Zero);

    static PilotTotals Totals(
        ErrorTotals totals, List<Counted> errors, RequestFigures requests, IEnumerable<FunnelDay> funnel)
    {
        var steps = funnel.ToList();
        return new(
            errors.Where(count => count.Dimension == "severity").Sum(count => count.Count),
            totals.Resolved,
            totals.Occurrences,
            totals.Messages,
            totals.Rating,
            requests.Count,
            requests.Errors,
            requests.P50,
            requests.P95,
            requests.P99,
            requests.Slow,
            requests.Lost,
            steps.Sum(day => day.Searches),
            steps.Sum(day => day.AddedToCart),
            steps.Sum(day => day.Checkouts),
            steps.Sum(day => day.Orders),
            steps.Sum(day => day.Payments));
    }

    /// <summary>New errors by interval and each of their properties.</summary>
    Task<List<Counted>> CountAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan interval, CancellationToken ct)
    {
        if (interval == TimeSpan.FromDays(1))
            return database.QueryAsync<Counted>(
                $"""
                select day::timestamp at time zone 'UTC', dimension, name, sum(count)::bigint from pilot.report_counts
                where day >= {DayOf(from)} and day < {DayOf(to)} and dimension in ('category', 'severity', 'status', 'module')
                group by 1, 2, 3
                """, ct);
        return database.QueryAsync<Counted>(
            $"""
            with counts as (
                select date_trunc('hour', created_at) as at, category, severity, status, coalesce(module, 'none') as module,
                    count(*) as count
                from pilot.error_reports
                where created_at >= {from.ToUniversalTime()} and created_at < {to.ToUniversalTime()} and merged_into is null
                group by 1, 2, 3, 4, 5
            )
            select at, d.dimension, d.name, sum(count)::bigint
            from counts, lateral (values
                ('category', category), ('severity', severity), ('status', status), ('module', module)) d (dimension, name)
            group by 1, 2, 3
            """, ct);
    }

    async Task<ErrorTotals> TotalsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var (start, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        var totals = await database.QuerySingleAsync<ErrorTotals>(
            $"""
            select
                (select count(*) from pilot.error_reports
                    where resolved_at >= {start} and resolved_at < {end} and status = {ErrorStatus.Resolved.Spelling()}
                        and merged_into is null),
                ({Occurrences(start, end)}),
                count(*), avg(rating)::float8
            from pilot.feedback where created_at >= {start} and created_at < {end}
            """, ct);
        return totals!;
    }

    // A month has a million rows of hours, and a few of days.
    static Sql Occurrences(DateTimeOffset from, DateTimeOffset to) =>
        from.TimeOfDay == TimeSpan.Zero && to.TimeOfDay == TimeSpan.Zero
            ? Sql.Of(
                $"""
                select coalesce(sum(count), 0)::bigint from pilot.report_counts
                where dimension = 'occurrences' and day >= {DayOf(from)} and day < {DayOf(to)}
                """)
            : Sql.Of(
                $"select coalesce(sum(count), 0)::bigint from pilot.report_hours where hour >= {from} and hour < {to}");

    async Task<List<CheckHistory>> HealthAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var interval = HealthInterval(to - from);
        var down = (await health.LatestAsync(ct)).Where(state => state.IsDown).Select(state => state.Name).ToHashSet();
        var spans = await health.TimelineAsync(from, to, interval, ct);
        return
        [
            .. from check in spans.GroupBy(span => span.Name)
               let passed = check.Sum(span => span.Passed)
               let counted = passed + check.Sum(span => span.Failed)
               orderby check.Key
               select new CheckHistory(
                   check.Key,
                   down.Contains(check.Key),
                   counted == 0 ? null : (double)passed / counted,
                   Math.Round(check.Average(span => span.AverageMs), 1),
                   Joined(check, interval))
        ];
    }

    // At most 168 intervals; a longer one is a number of hours.
    static TimeSpan HealthInterval(TimeSpan period) => period <= TimeSpan.FromDays(2)
        ? TimeSpan.FromMinutes(15)
        : TimeSpan.FromHours(Math.Ceiling(period.TotalHours / 168));

    // Equal states that follow each other are one span.
    static List<CheckSpan> Joined(IEnumerable<HealthSpan> spans, TimeSpan interval)
    {
        var joined = new List<CheckSpan>();
        foreach (var span in spans)
        {
            var state = span switch
            {
                { Passed: 0, Failed: 0 } => HealthState.Maintenance,
                { Failed: 0 } => HealthState.Good,
                { Passed: 0 } => HealthState.Bad,
                _ => HealthState.Degraded
            };
            if (joined.Count > 0 && joined[^1].State == state && joined[^1].To == span.Start)
                joined[^1] = joined[^1] with { To = span.Start + interval };
            else
                joined.Add(new(span.Start, span.Start + interval, state));
        }
        return joined;
    }

    Task<long> CriticalAsync(CancellationToken ct) => database.ScalarAsync<long>(
        $"""
        select coalesce(sum(count), 0)::bigint from pilot.report_counts
        where dimension = 'unresolved' and name = {ErrorSeverity.Critical.Spelling()}
        """, ct);

    Task<List<RecentError>> RecentAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        database.QueryAsync<RecentError>(
            $"""
            select id, title, category, severity, status, module, source, count, last_seen from pilot.error_reports
            where last_seen >= {from.ToUniversalTime()} and last_seen < {to.ToUniversalTime()} and merged_into is null
            order by last_seen desc limit {RecentErrors}
            """, ct);

    sealed record Counted(DateTimeOffset At, string Dimension, string Name, long Count) : IRow<Counted>
    {
        public static Counted Read(RowReader row) => new(
            row.Get<DateTimeOffset>(), row.Get<string>(), row.Get<string>(), row.Get<long>());
    }

    sealed record ErrorTotals(long Resolved, long Occurrences, long Messages, double? Rating) : IRow<ErrorTotals>
    {
        public static ErrorTotals Read(RowReader row) => new(
            row.Get<long>(), row.Get<long>(), row.Get<long>(), row.Get<double?>());
    }
}
