using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Health;

/// <summary>What the checks found, for the worker that records it and for pages and reports that show it.</summary>
public sealed class HealthStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Keeps the results and the states that follow from them. In the same transaction, what <paramref name="report"/>
    /// returns for the checks that went down or came up is executed: a change is reported once, by one worker.
    /// </summary>
    public async Task<IReadOnlyList<StateChange>> RecordAsync(
        IReadOnlyList<CheckResult> results, Func<IReadOnlyList<StateChange>, Sql> report, CancellationToken ct)
    {
        var names = results.Select(result => result.Name).ToArray();
        var statuses = results.Select(result => result.Status.Spelling()).ToArray();
        var durations = results.Select(result => result.DurationMs).ToArray();
        var details = results.Select(result => result.Detail).ToArray();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Readers are not disturbed. A second worker waits, and counts from what this one leaves.
        await connection.ExecuteAsync($"lock table pilot.health_states in exclusive mode", ct);
        var before = (await connection.QueryAsync<CheckState>(
            $"select {CheckState.Columns} from pilot.health_states", ct)).ToDictionary(state => state.Name);
        var inMaintenance = await connection.ScalarAsync<bool>(
            $"select exists (select from pilot.maintenance_windows where now() between starts_at and ends_at)", ct);
        var changes = new List<StateChange>();
        var after = new List<AlertState>();
        foreach (var result in results)
        {
            var old = before.GetValueOrDefault(result.Name);
            var state = (old?.Alert ?? AlertState.New).After(result.Status, inMaintenance);
            after.Add(state);
            if (state.IsDown != (old?.IsDown ?? false))
                changes.Add(new(result, state.IsDown, old?.Since));
        }
        await connection.ExecuteAsync(
            $"""
            with seen as (
                select * from unnest({names}, {statuses}, {durations}, {details},
                    {after.Select(state => state.Recent).ToArray()}, {after.Select(state => state.IsDown).ToArray()})
                    seen (name, status, duration_ms, detail, recent, is_down)),
            kept as (
                insert into pilot.health_checks (name, status, duration_ms, detail, in_maintenance)
                select name, status, duration_ms, detail, {inMaintenance} from seen),
            added as (
                insert into pilot.health_hours as h
                select name, date_trunc('hour', now(), 'UTC'), case when status = 'PASS' and not {inMaintenance} then 1 else 0 end,
                    case when status <> 'PASS' and not {inMaintenance} then 1 else 0 end,
                    case when {inMaintenance} then 1 else 0 end, duration_ms, duration_ms
                from seen where status <> 'SKIP'
                on conflict (name, hour) do update set
                    passed = h.passed + excluded.passed, failed = h.failed + excluded.failed,
                    in_maintenance = h.in_maintenance + excluded.in_maintenance,
                    duration_ms = h.duration_ms + excluded.duration_ms, longest_ms = greatest(h.longest_ms, excluded.longest_ms))
            insert into pilot.health_states as s (name, status, duration_ms, detail, checked_at, recent, is_down, since)
            select name, status, duration_ms, detail, now(), recent, is_down, now() from seen
            on conflict (name) do update set status = excluded.status, duration_ms = excluded.duration_ms,
                detail = excluded.detail, checked_at = excluded.checked_at, recent = excluded.recent,
                is_down = excluded.is_down, since = case when s.is_down = excluded.is_down then s.since else now() end
            """, ct);
        if (changes.Count > 0)
            await connection.ExecuteAsync(report(changes), ct);
        await transaction.CommitAsync(ct);
        return changes;
    }

    /// <summary>The latest result of each check, by name.</summary>
    public Task<List<CheckState>> LatestAsync(CancellationToken ct) => database.QueryAsync<CheckState>(
        $"select {CheckState.Columns} from pilot.health_states order by name", ct);

    /// <summary>The same, with the share of the results of this time that passed.</summary>
    public async Task<List<CheckHealth>> LatestWithUptimeAsync(TimeSpan time, CancellationToken ct) =>
        await database.QueryAsync<CheckHealth>(
            $"""
            select s.name, s.status, s.duration_ms, s.detail, s.checked_at, s.is_down, s.since,
                u.passed::float8 / nullif(u.checks, 0)
            from pilot.health_states s
            left join (
                select name, sum(passed + failed) as checks, sum(passed) as passed
                from pilot.health_hours where hour > now() - {time} group by name) u using (name)
            order by s.is_down desc, s.name
            """, ct);

    /// <summary>
    /// What each check found in each interval of this length. Those without a result are left out. Intervals of an hour
    /// and more begin at full hours.
    /// </summary>
    public Task<List<HealthSpan>> TimelineAsync(
        DateTimeOffset from, DateTimeOffset to, TimeSpan interval, CancellationToken ct)
    {
        var (start, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        if (interval < TimeSpan.FromHours(1))
            return database.QueryAsync<HealthSpan>(
                $"""
                select name, date_bin({interval}, at, {start}) as start,
                    count(*) filter (where status = 'PASS' and not in_maintenance),
                    count(*) filter (where status in ('FAIL', 'ERROR') and not in_maintenance),
                    count(*) filter (where in_maintenance),
                    coalesce(avg(duration_ms), 0)::float8, max(duration_ms)
                from pilot.health_checks
                where at >= {start} and at < {end} and status <> 'SKIP'
                group by name, start order by name, start
                """, ct);
        return database.QueryAsync<HealthSpan>(
            $"""
            select name, date_bin({interval}, hour, date_trunc('hour', {start}, 'UTC')) as start, sum(passed), sum(failed),
                sum(in_maintenance), sum(duration_ms)::float8 / sum(passed + failed + in_maintenance), max(longest_ms)
            from pilot.health_hours
            where hour >= date_trunc('hour', {start}, 'UTC') and hour < {end}
            group by name, start order by name, start
            """, ct);
    }

    /// <summary>
    /// Single results, newest first. Null fields admit all of them, but none of checks that did not apply.
    /// </summary>
    public Task<(long Total, List<RecordedCheck> Results)> ResultsAsync(
        string? name, bool onlyBad, DateTimeOffset? from, DateTimeOffset? to, int page, int limit, CancellationToken ct)
    {
        var where = onlyBad ? Sql.Of($"status in ('FAIL', 'ERROR')") : Sql.Of($"status <> 'SKIP'");
        if (!string.IsNullOrEmpty(name))
            where.AppendFormatted(Sql.Of($" and name = {name}"));
        where.AppendTime(Sql.Of($"at"), from, to);
        return database.QueryPageAsync<RecordedCheck>(
            $"select count(*) from pilot.health_checks where {where}",
            $"""
            select {RecordedCheck.Columns} from pilot.health_checks where {where}
            order by at desc, name limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.health_checks"), Sql.Of($"at < now() - {age}"));

    internal static Sql OldHours(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.health_hours"), Sql.Of($"hour < now() - {age}"));

    /// <summary>The states of checks that no longer exist.</summary>
    internal static Sql OldStates(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.health_states"), Sql.Of($"checked_at < now() - {age}"));
}

/// <summary>The latest result of a check, and since when it is down (enough results are bad) or up.</summary>
public sealed record CheckState(
    string Name,
    CheckStatus Status,
    int DurationMs,
    string Detail,
    DateTimeOffset CheckedAt,
    bool IsDown,
    DateTimeOffset Since) : IRow<CheckState>
{
    internal static readonly Sql Columns = Sql.Of(
        $"name, status, duration_ms, detail, checked_at, is_down, since, recent");

    internal AlertState Alert { get; private init; }

    public static CheckState Read(RowReader row)
    {
        var state = new CheckState(
            row.Get<string>(),
            row.Named<CheckStatus>(),
            row.Get<int>(),
            row.Get<string>(),
            row.Get<DateTimeOffset>(),
            row.Get<bool>(),
            row.Get<DateTimeOffset>());
        return state with { Alert = new(row.Get<string>(), state.IsDown) };
    }
}

/// <summary>The latest result of a check with its uptime, from 0 to 1. Null when nothing counts.</summary>
public sealed record CheckHealth(
    string Name,
    CheckStatus Status,
    int DurationMs,
    string Detail,
    DateTimeOffset CheckedAt,
    bool IsDown,
    DateTimeOffset Since,
    double? Uptime) : IRow<CheckHealth>
{
    public static CheckHealth Read(RowReader row) => new(
        row.Get<string>(),
        row.Named<CheckStatus>(),
        row.Get<int>(),
        row.Get<string>(),
        row.Get<DateTimeOffset>(),
        row.Get<bool>(),
        row.Get<DateTimeOffset>(),
        row.Get<double?>());
}

/// <summary>A check that went down or came up. Before its first result it has been neither since any time.</summary>
public sealed record StateChange(CheckResult Result, bool IsDown, DateTimeOffset? Since);

/// <summary>What a check found in an interval.</summary>
public sealed record HealthSpan(
    string Name,
    DateTimeOffset Start,
    long Passed,
    long Failed,
    long InMaintenance,
    double AverageMs,
    int LongestMs) : IRow<HealthSpan>
{
    public static HealthSpan Read(RowReader row) => new(
        row.Get<string>(),
        row.Get<DateTimeOffset>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<double>(),
        row.Get<int>());
}
