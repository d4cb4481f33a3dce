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

    static readonly (Replacement Mart, string Rows)[] All =
    [
        (
            new(
                "ticket_marts.sales",
                ["day", "show_id", "event_id"],
                ["event", "show_starts_at", "tickets", "revenue", "returned_tickets", "refunded"]),
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
            """
            select day, event_id, show_id, coalesce(e.name, '') as event, tickets, refunded, withheld
            from (
                select refund_day as day, event_id, show_id, sum(quantity)::bigint as tickets,
                    round(sum(refunded) / 100, 2) as refunded, round(sum(revenue - refunded) / 100, 2) as withheld
                from ticket_facts.tickets where refund_day is not null group by 1, 2, 3) s
            left join ticket_facts.events e using (event_id)
            """
        ),
        (
            new(
                "ticket_marts.inventory",
                ["show_id"],
                ["event_id", "event", "show_starts_at", "total", "sold", "reserved", "free", "taken_at"]),
            $"""
            select show_id, s.event_id, coalesce(e.name, '') as event, h.starts_at as show_starts_at, total, sold, reserved, free,
                taken_at
            from (select distinct on (show_id) * from ticket_facts.inventory order by show_id, day desc) s
            {Names}
            """
        )
    ];

    /// <summary>
    /// If the marts are those of the facts before this run, only the days of sales that it has touched are replaced,
    /// unless a name has changed.
    /// </summary>
    public static async Task ReplaceAsync(
        NpgsqlConnection connection, Guid runId, bool onlyTouched, CancellationToken ct)
    {
        var scope = onlyTouched && !await connection.ScalarAsync<bool>(
            $"select exists (select from changed where resource in ('events', 'shows'))", ct)
                ? "day in (select day from touched)"
                : "true";
        foreach (var (mart, rows) in All)
        {
            // Each query runs once, because both statements need its rows.
            var scoped = rows.Replace(Scope, scope, StringComparison.Ordinal);
            await connection.ExecuteAsync(
                SqlText.Of($"create temporary table new_rows on commit drop as {scoped}"), ct);
            await connection.ExecuteAsync(mart.Index("new_rows"), ct);
            await connection.ExecuteAsync($"analyze new_rows", ct);
            var old = scoped == rows ? null : $"(select * from {mart.Table} where {scope}) rows";
            await connection.ExecuteAsync(mart.Delete("new_rows", old), ct);
            await connection.ExecuteAsync(mart.Write("new_rows"), ct);
            await connection.ExecuteAsync($"drop table new_rows", ct);
        }
        await connection.ExecuteAsync(
            $"""
            insert into ticket_marts.state (run_id, replaced_at) values ({runId}, now())
            on conflict (only_row) do update set run_id = excluded.run_id, replaced_at = excluded.replaced_at
            """, ct);
    }
}
