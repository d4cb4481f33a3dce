using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Errors;

public sealed record CategoryCount(string Category, long Count);

public sealed record SeverityCount(string Severity, long Count);

public sealed record StatusCount(string Status, long Count);

public sealed record ModuleCount(string Module, long Count);

public sealed record DayCount(DateOnly Date, long Count);

/// <summary>
/// The reports of the last days, today included. Each list begins with the largest number, the trend with the oldest
/// day. Critical reports that are not closed are counted however old they are.
/// </summary>
public sealed record ErrorStatistics(
    long TotalErrors,
    List<CategoryCount> ByCategory,
    List<SeverityCount> BySeverity,
    List<StatusCount> ByStatus,
    List<ModuleCount> ByModule,
    long UnresolvedCritical,
    List<DayCount> ErrorTrend);

public sealed record DailyErrorReport(
    DateOnly Date,
    long NewErrors,
    long ResolvedErrors,
    long CriticalErrors,
    long SlowRequests,
    List<CategoryCount> TopErrorCategories);

/// <summary>Numbers about all reports, added up as the reports change: see 0029_pilot_triage.sql.</summary>
public sealed class StatisticsStore(NpgsqlDataSource database, TimeProvider time)
{
    const string Category = "category";
    const string Severity = "severity";
    const string Status = "status";
    const string Module = "module";
    const string Unresolved = "unresolved";

    const int TopCategories = 5;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<ErrorStatistics> OfDaysAsync(int days, CancellationToken ct)
    {
        var (today, critical) = (Today, ErrorSeverity.Critical.Spelling());
        var first = today.AddDays(1 - days);
        var counts = await database.QueryAsync<Counted>(
            $"""
            select dimension, name, sum(count)::bigint from pilot.report_counts
            where day >= {first} and dimension <> {Unresolved} group by 1, 2 having sum(count) > 0
            union all
            select {Unresolved}, {critical}, coalesce(sum(count), 0)::bigint from pilot.report_counts
            where dimension = {Unresolved} and name = {critical}
            union all
            select 'day', day::text, sum(count)::bigint from pilot.report_counts
            where day >= {first} and dimension = {Status} group by day
            """, ct);
        var byDay = Of("day").ToDictionary(day => day.Name, day => day.Count);
        var trend = Enumerable.Range(0, days)
            .Select(day => first.AddDays(day))
            .Select(day => new DayCount(day, byDay.GetValueOrDefault($"{day:yyyy-MM-dd}")));
        return new(
            Of(Status).Sum(status => status.Count),
            [.. Of(Category).Select(count => new CategoryCount(count.Name, count.Count))],
            [.. Of(Severity).Select(count => new SeverityCount(count.Name, count.Count))],
            [.. Of(Status).Select(count => new StatusCount(count.Name, count.Count))],
            [.. Of(Module).Select(count => new ModuleCount(count.Name, count.Count))],
            Of(Unresolved).Single().Count,
            [.. trend]);

        IEnumerable<Counted> Of(string dimension) => counts
            .Where(count => count.Dimension == dimension)
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Name, StringComparer.Ordinal);
    }

    public async Task<DailyErrorReport> OfDayAsync(DateOnly day, long slowRequests, CancellationToken ct)
    {
        var (from, to) = (StartOf(day), StartOf(day.AddDays(1)));
        var categories = await database.QueryAsync<Counted>(
            $"""
            select dimension, name, sum(count)::bigint from pilot.report_counts
            where day = {day} and dimension in ({Category}, {Severity}) group by 1, 2 having sum(count) > 0
            union all
            select 'resolved', '', count(*) from pilot.error_reports
            where resolved_at >= {from} and resolved_at < {to} and status = {ErrorStatus.Resolved.Spelling()}
            """, ct);
        var byCategory = categories
            .Where(count => count.Dimension == Category)
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Name, StringComparer.Ordinal)
            .ToList();
        var critical = categories.Find(
            count => (count.Dimension, count.Name) == (Severity, ErrorSeverity.Critical.Spelling()));
        return new(
            day,
            byCategory.Sum(category => category.Count),
            categories.Single(count => count.Dimension == "resolved").Count,
            critical?.Count ?? 0,
            slowRequests,
            [.. byCategory.Take(TopCategories).Select(count => new CategoryCount(count.Name, count.Count))]);
    }

    /// <summary>Adds up the rows that changes have left. Readers see the same sums before and after.</summary>
    public Task AddUpAsync(CancellationToken ct) => database.ExecuteAsync(
        $"""
        with days as (
            select day from pilot.report_counts group by day having count(*) > count(distinct (dimension, name))),
        taken as (delete from pilot.report_counts where day in (select day from days) returning *)
        insert into pilot.report_counts
        select day, dimension, name, sum(count) from taken group by 1, 2, 3 having sum(count) <> 0
        """, ct);

    /// <summary>How many reports are in each status, for reports without a filter.</summary>
    internal static readonly Sql AllByStatus = Sql.Of(
        $"select name, sum(count)::bigint from pilot.report_counts where dimension = {Status} group by name");

    static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    sealed record Counted(string Dimension, string Name, long Count) : IRow<Counted>
    {
        public static Counted Read(RowReader row) => new(row.Get<string>(), row.Get<string>(), row.Get<long>());
    }
}
