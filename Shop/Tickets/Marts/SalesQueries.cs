using Npgsql;
using Shop.Database;

namespace Shop.Tickets.Marts;

/// <summary>Reads the marts for the staff pages. Days are Moscow days, the last one is today.</summary>
public sealed class SalesQueries(NpgsqlDataSource database, TimeProvider time)
{
    static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    // More events do not fit on a chart. The export has all.
    const int MostEvents = 20;

    static readonly Sql Sums = Sql.Of(
        $"sum(tickets)::bigint, sum(revenue), sum(returned_tickets)::bigint, sum(refunded)");

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Moscow).DateTime);

    public async Task<SalesOverview> OverviewAsync(int days, long? ofEvent, CancellationToken ct)
    {
        var (from, to) = (Today.AddDays(1 - days), Today);
        var before = from.AddDays(-days);
        var byDay = await database.QueryAsync<DaySales>(
            $"""
            select day, {Sums} from ticket_marts.sales
            where day between {before} and {to} and {Only(ofEvent)} group by day order by day
            """, ct);
        var byEvent = await database.QueryAsync<EventSales>(
            $"""
            select event_id, event, tickets, revenue, returned, refunded, free, total
            from (
                select event_id, max(event) as event, sum(tickets)::bigint as tickets, sum(revenue) as revenue,
                    sum(returned_tickets)::bigint as returned, sum(refunded) as refunded
                from ticket_marts.sales where day between {from} and {to} and {Only(ofEvent)} group by event_id) s
            left join (
                select event_id, sum(free) as free, sum(total) as total
                from ticket_marts.inventory where show_starts_at > now() group by event_id) i using (event_id)
            order by revenue desc, event_id limit {MostEvents}
            """, ct);
        var now = byDay.FindAll(day => day.Day >= from);
        return new(
            from,
            to,
            SalesSums.Add(now.Select(day => day.Sums)),
            SalesSums.Add(byDay.Where(day => day.Day < from).Select(day => day.Sums)),
            now,
            byEvent,
            await database.ScalarAsync<DateTime?>($"select replaced_at from ticket_marts.state", ct));
    }

    public Task<(long Total, List<ShowSales> Rows)> SalesAsync(
        DateOnly from, DateOnly to, long? ofEvent, int page, int limit, CancellationToken ct) =>
        database.QueryPageAsync<ShowSales>(
            $"select count(*) from ticket_marts.sales where day between {from} and {to} and {Only(ofEvent)}",
            $"""
            select day, event_id, event, show_id, show_starts_at, tickets, revenue, returned_tickets, refunded
            from ticket_marts.sales where day between {from} and {to} and {Only(ofEvent)}
            order by day desc, revenue desc, show_id, event_id limit {limit} offset {(long)(page - 1) * limit}
            """, ct);

    public Task<(long Total, List<TicketRefunds> Rows)> RefundsAsync(
        DateOnly from, DateOnly to, int page, int limit, CancellationToken ct)
    {
        var byEvent = Sql.Of(
            $"""
            select day, event_id, max(event) as event, sum(tickets)::bigint, sum(refunded) as refunded, sum(withheld)
            from ticket_marts.refunds where day between {from} and {to} group by day, event_id
            """);
        return database.QueryPageAsync<TicketRefunds>(
            $"select count(*) from ({byEvent}) rows",
            $"{byEvent} order by day desc, refunded desc, event_id limit {limit} offset {(long)(page - 1) * limit}",
            ct);
    }

    static Sql Only(long? ofEvent) => ofEvent is { } id ? Sql.Of($"event_id = {id}") : Sql.Of($"true");
}
