using System.Text.Json;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Tickets.Marts;

namespace Shop.Tickets.Plans;

/// <summary>What advertising cost and earned, by UTM.</summary>
public sealed class AdvertisingStore(NpgsqlDataSource database)
{
    /// <summary>Those that cost most first.</summary>
    public Task<(long Total, List<AdvertisingReturn> Rows)> ListAsync(
        DateOnly from, DateOnly to, int page, int limit, CancellationToken ct) =>
        database.QueryPageAsync<AdvertisingReturn>(
            $"""
            select count(distinct (utm_source, utm_medium, utm_campaign)) from ticket_marts.advertising
            where day between {from} and {to}
            """,
            $"""
            select utm_source, utm_medium, utm_campaign, sum(tickets)::bigint, sum(revenue) as revenue, sum(cost) as cost,
                round((sum(revenue) - sum(cost)) / nullif(sum(cost), 0), 4)
            from ticket_marts.advertising where day between {from} and {to}
            group by utm_source, utm_medium, utm_campaign
            order by cost desc, revenue desc, utm_source, utm_medium, utm_campaign limit {limit} offset {(long)(page - 1) * limit}
            """, ct);

    public Task<int> SaveAsync(
        IReadOnlyList<AdvertisingCost> costs, Func<string, NewAuditEntry> act, CancellationToken ct) => SaveAsync(
        [
            .. costs.Select(cost => (
                cost.Day,
                cost.UtmSource!.Trim(),
                (cost.UtmMedium ?? "").Trim(),
                (cost.UtmCampaign ?? "").Trim(),
                cost.Cost))
        ], act, ct);

    /// <summary>The columns day, utm_source, utm_medium, utm_campaign and cost (in roubles).</summary>
    public Task<int> ImportAsync(string csv, Func<string, NewAuditEntry> act, CancellationToken ct) => SaveAsync(
        new CsvTable(csv, "day", "utm_source", "cost").Read(row => (
            row.Date("day"),
            row.Filled("utm_source"),
            row.Text("utm_medium"),
            row.Text("utm_campaign"),
            row.Money("cost"))),
        act, ct);

    // Of several costs of the same, the last one counts.
    async Task<int> SaveAsync(
        List<(DateOnly Day, string Source, string Medium, string Campaign, decimal Cost)> costs,
        Func<string, NewAuditEntry> act,
        CancellationToken ct)
    {
        var last = costs.GroupBy(cost => (cost.Day, cost.Source, cost.Medium, cost.Campaign))
            .Select(same => same.Last())
            .ToList();
        await database.ExecuteAsync(
            [
                Sql.Of(
                    $"""
                    with wanted as (
                        select * from unnest({last.Select(cost => cost.Day).ToArray()}, {last.Select(cost => cost.Source).ToArray()},
                            {last.Select(cost => cost.Medium).ToArray()}, {last.Select(cost => cost.Campaign).ToArray()},
                            {last.Select(cost => (long)decimal.Round(cost.Cost * 100)).ToArray()})
                            as wanted (day, utm_source, utm_medium, utm_campaign, cost)),
                    removed as (
                        delete from ticket_facts.advertising a using wanted w
                        where (a.day, a.utm_source, a.utm_medium, a.utm_campaign) = (w.day, w.utm_source, w.utm_medium, w.utm_campaign)
                            and w.cost = 0)
                    insert into ticket_facts.advertising (day, utm_source, utm_medium, utm_campaign, cost)
                    select day, utm_source, utm_medium, utm_campaign, cost from wanted where cost > 0
                    on conflict (day, utm_source, utm_medium, utm_campaign) do update set cost = excluded.cost
                    """),
                act(JsonSerializer.Serialize(new RowsSaved(last.Count), TicketsJson.Default.RowsSaved)).Insert
            ], ct);
        return last.Count;
    }
}
