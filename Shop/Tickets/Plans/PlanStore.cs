using System.Globalization;
using System.Text.Json;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Tickets.Marts;

namespace Shop.Tickets.Plans;

/// <summary>What staff expect of events, beside what was sold.</summary>
public sealed class PlanStore(NpgsqlDataSource database)
{
    /// <summary>Events with a plan or with sales in the month, those with the highest plan first.</summary>
    public Task<List<PlanFact>> ListAsync(DateOnly month, CancellationToken ct) => database.QueryAsync<PlanFact>(
        $"""
        select event_id, month, event, planned, planned_tickets, planned_revenue, tickets, revenue, tickets_share, revenue_share
        from ticket_marts.plan_fact where month = {month}
        order by planned_revenue desc, revenue desc, event_id
        """, ct);

    public Task<int> SaveAsync(
        IReadOnlyList<TicketPlan> plans, Func<string, NewAuditEntry> act, CancellationToken ct) =>
        SaveAsync([.. plans.Select(plan => (plan.EventId, MonthOf(plan.Month!), plan.Tickets, plan.Revenue))], act, ct);

    /// <summary>The columns event_id, month (2026-11), tickets and revenue (in roubles).</summary>
    public Task<int> ImportAsync(string csv, Func<string, NewAuditEntry> act, CancellationToken ct) => SaveAsync(
        new CsvTable(csv, "event_id", "month", "tickets", "revenue").Read(row =>
            (row.Id("event_id"), row.Month("month"), row.Count("tickets"), row.Money("revenue"))), act, ct);

    /// <summary>2026-11</summary>
    public static DateOnly MonthOf(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture);

    // Of several plans for the same, the last one counts.
    async Task<int> SaveAsync(
        List<(long Event, DateOnly Month, int Tickets, decimal Revenue)> plans,
        Func<string, NewAuditEntry> act,
        CancellationToken ct)
    {
        var last = plans.GroupBy(plan => (plan.Event, plan.Month)).Select(same => same.Last()).ToList();
        var revenues = last.Select(plan => (long)decimal.Round(plan.Revenue * 100)).ToArray();
        await database.ExecuteAsync(
            [
                Sql.Of(
                    $"""
                    with wanted as (
                        select * from unnest({last.Select(plan => plan.Event).ToArray()}, {last.Select(plan => plan.Month).ToArray()},
                            {last.Select(plan => plan.Tickets).ToArray()}, {revenues})
                            as wanted (event_id, month, tickets, revenue)),
                    removed as (
                        delete from ticket_facts.plans p using wanted w
                        where p.event_id = w.event_id and p.month = w.month and w.tickets = 0 and w.revenue = 0)
                    insert into ticket_facts.plans (event_id, month, tickets, revenue)
                    select event_id, month, tickets, revenue from wanted where tickets > 0 or revenue > 0
                    on conflict (event_id, month) do update set tickets = excluded.tickets, revenue = excluded.revenue
                    """),
                act(JsonSerializer.Serialize(new RowsSaved(last.Count), TicketsJson.Default.RowsSaved)).Insert
            ], ct);
        return last.Count;
    }
}
