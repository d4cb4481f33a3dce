using Npgsql;
using Shop.Database;

namespace Shop.Tickets.Facts;

/// <summary>
/// The temporary tables of a derivation: <c>changed</c> has the objects that it looks at, and <c>staged_tickets</c> the
/// tickets of the changed orders as QTickets answered them, paid or not. An order is large, so it is read once, and
/// both the facts and the checks that compare them with staging begin here.
/// </summary>
static class StagedTickets
{
    // Orders that only the facts have are among them: they have no tickets any more.
    static readonly Sql All = Sql.Of(
        $"""
        insert into changed select resource, item_id from ticket_staging.items
        union select 'orders', order_id from ticket_facts.tickets
        """);

    /// <summary>Takes the notes of what has changed since the last derivation, and reads that or everything.</summary>
    public static async Task TakeChangesAsync(NpgsqlConnection connection, bool all, CancellationToken ct)
    {
        if (all)
        {
            await connection.ExecuteAsync($"delete from ticket_staging.changes", ct);
            await ReadAllAsync(connection, ct);
            return;
        }
        await ReadAsync(
            connection,
            Sql.Of(
                $"""
                with taken as (delete from ticket_staging.changes returning resource, item_id)
                insert into changed select distinct resource, item_id from taken
                """),
            ct);
    }

    public static Task ReadAllAsync(NpgsqlConnection connection, CancellationToken ct) =>
        ReadAsync(connection, All, ct);

    static async Task ReadAsync(NpgsqlConnection connection, Sql changes, CancellationToken ct)
    {
        await connection.ExecuteAsync($"drop table if exists pg_temp.changed, pg_temp.staged_tickets", ct);
        await connection.ExecuteAsync(
            $"create temporary table changed (resource text, item_id bigint) on commit drop", ct);
        await connection.ExecuteAsync(changes, ct);
        await connection.ExecuteAsync($"create index on changed (resource, item_id) where resource <> 'orders'", ct);
        await connection.ExecuteAsync($"analyze changed", ct);
        // The members of an order are found once for all of its tickets, hence the offset: it keeps the queries apart.
        await connection.ExecuteAsync(
            $"""
            create temporary table staged_tickets on commit drop as
            select b.id as ticket_id, o.order_id, o.event_id, b.show_id, b.seat_id as seat, b.price, b.quantity,
                o.is_paid, o.is_deleted or b.deleted_at is not null as is_deleted, b.refunded_at, b.refunded_amount,
                b.refunded_deduction_amount, o.sold_at, o.updated_at, o.currency, o.utm_source, o.utm_medium, o.utm_campaign
            from (
                select i.item_id as order_id, r.event_id, r.payed in ('1', 'true') as is_paid, i.deleted as is_deleted,
                    coalesce(r.payed_at, r.created_at, i.updated_at) as sold_at, i.updated_at, r.currency_id as currency,
                    ticket_facts.utm(r.utm, 'source') as utm_source, ticket_facts.utm(r.utm, 'medium') as utm_medium,
                    ticket_facts.utm(r.utm, 'campaign') as utm_campaign, r.baskets
                from changed c
                join ticket_staging.items i using (resource, item_id)
                cross join lateral jsonb_to_record(i.body) as r (event_id bigint, payed text, payed_at timestamptz,
                    created_at timestamptz, currency_id text, utm jsonb, baskets jsonb)
                where c.resource = 'orders'
                offset 0) o
            cross join lateral jsonb_to_recordset(
                case jsonb_typeof(o.baskets) when 'array' then o.baskets else '[]' end) as b (id bigint, show_id bigint,
                seat_id text, price numeric, quantity integer, deleted_at timestamptz, refunded_at timestamptz,
                refunded_amount numeric, refunded_deduction_amount numeric)
            """, ct);
        await connection.ExecuteAsync($"analyze staged_tickets", ct);
    }
}
