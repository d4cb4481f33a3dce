using Npgsql;
using Shop.Database;
using Shop.Tickets.Facts;

namespace Shop.Tickets.Marts;

/// <summary>Replaces the marts by what the facts say, in the caller's transaction.</summary>
static class MartsWriter
{
    const string Names =
        "left join ticket_facts.events e using (event_id) left join ticket_facts.shows h using (show_id)";

    const string Scope = "{scope}";

    // What a run has touched of each mart.
    const string Sales = "(day, show_id, event_id) in (select day, show_id, event_id from touched)";
    const string UtmSales = "(day, event_id) in (select day, event_id from touched)";
    const string Refunds = "(day, show_id, event_id) in (select refund_day, show_id, event_id from touched)";

    static readonly (Replacement Mart, string Touched, string Rows)[] All =
    [
        (
            new(
                "ticket_marts.sales",
                ["day", "show_id", "event_id"],
                ["event", "show_starts_at", "tickets", "revenue", "returned_tickets", "refunded"]),
            Sales,
            $"""
            select day, s.event_id, show_id, coalesce(e.name, '') as event, h.starts_at as show_starts_at, tickets, revenue,
                returned_tickets, refunded
            from (
                select day, event_id, show_id, sum(tickets)::bigint as tickets, round(sum(revenue) / 100, 2) as revenue,
                    sum(returned_tickets)::bigint as returned_tickets, round(sum(refunded) / 100, 2) as refunded
                from ticket_facts.sales where {Scope} group by 1, 2, 3) s
            {Names}
            """
        ),
        (
            new(
                "ticket_marts.utm_sales",
                ["day", "event_id", "utm_source", "utm_medium", "utm_campaign"],
                ["event", "tickets", "revenue", "returned_tickets", "refunded"]),
            UtmSales,
            $"""
            select day, event_id, utm_source, utm_medium, utm_campaign, coalesce(e.name, '') as event, tickets, revenue,
                returned_tickets, refunded
            from (
                select day, event_id, utm_source, utm_medium, utm_campaign, sum(tickets)::bigint as tickets,
                    round(sum(revenue) / 100, 2) as revenue, sum(returned_tickets)::bigint as returned_tickets,
                    round(sum(refunded) / 100, 2) as refunded
                from ticket_facts.sales where {Scope} group by 1, 2, 3, 4, 5) s
            left join ticket_facts.events e using (event_id)
            """
        ),
        (
            new("ticket_marts.refunds", ["day", "show_id", "event_id"], ["event", "tickets", "refunded", "withheld"]),
            Refunds,
            $"""
            select day, event_id, show_id, coalesce(e.name, '') as event, tickets, refunded, withheld
            from (
                select day, event_id, show_id, sum(quantity)::bigint as tickets, round(sum(refunded) / 100, 2) as refunded,
                    round(sum(revenue - refunded) / 100, 2) as withheld
                from (select *, refund_day as day from ticket_facts.tickets) t
                where refund_day is not null and {Scope} group by 1, 2, 3) s
            left join ticket_facts.events e using (event_id)
            """
        ),
        (
            new(
                "ticket_marts.inventory",
                ["show_id"],
                ["event_id", "event", "show_starts_at", "total", "sold", "reserved", "free", "taken_at"]),
            "true",
            $"""
            select show_id, s.event_id, coalesce(e.name, '') as event, h.starts_at as show_starts_at, total, sold, reserved, free,
                taken_at
            from (select distinct on (show_id) * from ticket_facts.inventory order by show_id, day desc) s
            {Names}
            """
        )
    ];

    /// <summary>
    /// If the marts are those of the facts before this run, only what it has touched is replaced, unless a name has
    /// changed.
    /// </summary>
    public static async Task ReplaceAsync(
        NpgsqlConnection connection, Guid runId, bool onlyTouched, CancellationToken ct)
    {
        onlyTouched = onlyTouched && !await connection.ScalarAsync<bool>(
            $"select exists (select from changed where resource in ('events', 'shows'))", ct);
        foreach (var (mart, touched, rows) in All)
        {
            // Each query runs once, because both statements need its rows.
            var scope = onlyTouched ? touched : "true";
            var scoped = rows.Replace(Scope, scope, StringComparison.Ordinal);
            await connection.ExecuteAsync(
                SqlText.Of($"create temporary table new_rows on commit drop as {scoped}"), ct);
            await connection.ExecuteAsync(mart.Index("new_rows"), ct);
            await connection.ExecuteAsync($"analyze new_rows", ct);
            var old = onlyTouched ? $"(select * from {mart.Table} where {scope}) rows" : null;
            foreach (var statement in mart.Write("new_rows").Prepend(mart.Delete("new_rows", old)))
                await connection.ExecuteAsync(statement, ct);
            await connection.ExecuteAsync($"drop table new_rows", ct);
        }
        await connection.ExecuteAsync(
            $"""
            insert into ticket_marts.state (run_id, replaced_at) values ({runId}, now())
            on conflict (only_row) do update set run_id = excluded.run_id, replaced_at = excluded.replaced_at
            """, ct);
    }
}
