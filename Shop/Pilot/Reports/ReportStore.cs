using System.Text.Json;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Reports;

/// <summary>The archive of reports.</summary>
public sealed class ReportStore(NpgsqlDataSource database, FiguresStore figures)
{
    /// <summary>
    /// Makes the report of the period unless it exists, and announces it. Workers that make it at the same time get the
    /// same report, and announce it once.
    /// </summary>
    public async Task<PilotReport> MakeAsync(ReportPeriod period, CancellationToken ct)
    {
        if (await FindAsync(period, ct) is { } known)
            return known;
        var found = await figures.OfReportAsync(period, ct);
        var (id, json) = (Guid.CreateVersion7(), JsonSerializer.Serialize(found, ReportsJson.Default.PilotFigures));
        await database.ExecuteAsync(
            $"""
            with made as (
                insert into pilot.reports (id, kind, first_day, last_day, state, figures)
                values ({id}, {period.Kind.Spelling()}, {period.FirstDay}, {period.LastDay}, {found.State.Spelling()}, {json}::json)
                on conflict (kind, first_day) do nothing
                returning id
            )
            {Outbox.Insert(new ReportMade(id), Sql.Of($"made"))}
            """, ct);
        return (await FindAsync(period, ct))!;
    }

    public Task<PilotReport?> FindAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<PilotReport>(
        $"select {PilotReport.Columns} from pilot.reports where id = {id}", ct);

    public Task<(long Total, List<ReportSummary> Rows)> ListAsync(
        ReportKind? kind, int page, int limit, CancellationToken ct)
    {
        var name = kind?.Spelling();
        return database.QueryPageAsync<ReportSummary>(
            $"select count(*) from pilot.reports where {name} is null or kind = {name}",
            $"""
            select {ReportSummary.Columns} from pilot.reports where {name} is null or kind = {name}
            order by last_day desc, kind desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    Task<PilotReport?> FindAsync(ReportPeriod period, CancellationToken ct) => database.QuerySingleAsync<PilotReport>(
        $"""
        select {PilotReport.Columns} from pilot.reports
        where kind = {period.Kind.Spelling()} and first_day = {period.FirstDay}
        """, ct);

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.reports"), Sql.Of($"created_at < now() - {age}"));
}
