using Npgsql;
using Shop.Database;

namespace Shop.Tickets.Facts;

/// <summary>
/// Derives facts from the staged state of the objects that have changed. A fact depends on nothing but that state, so
/// the order in which changes arrive, and how often, does not matter.
/// </summary>
static class FactsWriter
{
    /// <summary>When a formula below changes, this number does, and the next run derives all facts again.</summary>
    const int Formulas = 1;

    static readonly Replacement Events = new("ticket_facts.events", ["event_id"], ["name", "deleted"]);

    static readonly Replacement Shows = new(
        "ticket_facts.shows", ["show_id"], ["event_id", "starts_at", "deleted"]);

    static readonly Replacement Tickets = new(
        "ticket_facts.tickets",
        ["ticket_id"],
        [
            "order_id", "event_id", "show_id", "seat", "quantity", "revenue", "refunded", "sold_at", "refunded_at",
            "utm_source", "utm_medium", "utm_campaign"
        ]);

    static readonly Replacement Sales = new(
        "ticket_facts.sales",
        ["day", "event_id", "show_id", "utm_source", "utm_medium", "utm_campaign"],
        ["tickets", "revenue", "returned_tickets", "refunded"]);

    static readonly Replacement Inventory = new(
        "ticket_facts.inventory",
        ["show_id", "day"],
        ["event_id", "total", "sold", "reserved", "free", "taken_at"]);

    static readonly Sql Analyze = Sql.Of($"analyze changed");

    // Each reads staging after the changes were taken, so it sees what they announce. What has no name is temporary.
    static readonly (string? Table, Sql Statement)[] Statements =
    [
        (null, Analyze),
        ("events", Events.Write(
            """
            (select i.item_id as event_id, coalesce(i.body ->> 'name', '') as name, i.deleted
            from changed c join ticket_staging.items i using (resource, item_id) where c.resource = 'events')
            """)),
        ("shows", Shows.Write(
            """
            (select i.item_id as show_id, coalesce((i.body ->> 'event_id')::bigint, 0) as event_id,
                (i.body ->> 'start_date')::timestamptz as starts_at, i.deleted
            from changed c join ticket_staging.items i using (resource, item_id) where c.resource = 'shows')
            """)),
        ("inventory", Inventory.Write(
            """
            (select i.item_id as show_id, (i.received_at at time zone 'Europe/Moscow')::date as day,
                coalesce((i.body ->> 'event_id')::bigint, 0) as event_id, (i.body ->> 'total')::integer as total,
                (i.body ->> 'sold')::integer as sold, (i.body ->> 'reserved')::integer as reserved,
                (i.body ->> 'free')::integer as free, i.received_at as taken_at
            from changed c join ticket_staging.items i using (resource, item_id) where c.resource = 'inventory')
            """)),
        // A ticket counts while its order is paid, and neither of them is deleted. A returned ticket was sold and paid
        // back, whatever was deleted after that. A ticket that two orders claim belongs to the one that changed last.
        (null, Sql.Of(
            $"""
            create temporary table new_tickets on commit drop as
            select distinct on (b.id) b.id as ticket_id, i.item_id as order_id,
                coalesce((i.body ->> 'event_id')::bigint, 0) as event_id, coalesce(b.show_id, 0) as show_id,
                coalesce(b.seat_id, '') as seat, coalesce(b.quantity, 1) as quantity, price.kopecks * coalesce(b.quantity, 1) as revenue,
                case when b.refunded_at is null then 0 else coalesce(round(b.refunded_amount * 100)::bigint,
                    price.kopecks * coalesce(b.quantity, 1) - coalesce(round(b.refunded_deduction_amount * 100)::bigint, 0))
                end as refunded,
                coalesce((i.body ->> 'payed_at')::timestamptz, (i.body ->> 'created_at')::timestamptz, i.updated_at) as sold_at,
                b.refunded_at, ticket_facts.utm(i.body -> 'utm', 'source') as utm_source,
                ticket_facts.utm(i.body -> 'utm', 'medium') as utm_medium, ticket_facts.utm(i.body -> 'utm', 'campaign') as utm_campaign
            from changed c
            join ticket_staging.items i using (resource, item_id)
            cross join lateral jsonb_to_recordset(
                case jsonb_typeof(i.body -> 'baskets') when 'array' then i.body -> 'baskets' else '[]' end) as b(id bigint,
                show_id bigint, seat_id text, price numeric, quantity integer, deleted_at timestamptz, refunded_at timestamptz,
                refunded_amount numeric, refunded_deduction_amount numeric)
            cross join lateral (select round(coalesce(b.price, 0) * 100)::bigint as kopecks) price
            where c.resource = 'orders' and i.body ->> 'payed' in ('1', 'true')
                and (b.refunded_at is not null or not i.deleted and b.deleted_at is null)
            order by b.id, i.updated_at desc, i.item_id
            """)),
        // The sums that the old and the new rows are part of.
        (null, Sql.Of(
            $"""
            create temporary table touched on commit drop as
            select t.sale_day as day, t.show_id from ticket_facts.tickets t
            join changed c on c.resource = 'orders' and c.item_id = t.order_id
            union select t.sale_day, t.show_id from new_tickets n join ticket_facts.tickets t using (ticket_id)
            where n.order_id <> t.order_id
            union select (sold_at at time zone 'Europe/Moscow')::date, show_id from new_tickets
            """)),
        (null, Sql.Of($"analyze new_tickets, touched")),
        ("tickets", Tickets.Delete(
            "new_tickets",
            """
            (select t.ticket_id from changed c
            join ticket_facts.tickets t on c.resource = 'orders' and c.item_id = t.order_id) tickets
            """)),
        ("tickets", Tickets.Write("new_tickets")),
        (null, Sql.Of(
            $"""
            create temporary table new_sales on commit drop as
            select t.sale_day as day, t.event_id, t.show_id, t.utm_source, t.utm_medium, t.utm_campaign,
                sum(t.quantity)::bigint as tickets, sum(t.revenue)::bigint as revenue,
                coalesce(sum(t.quantity) filter (where t.refunded_at is not null), 0)::bigint as returned_tickets,
                sum(t.refunded)::bigint as refunded
            from touched x join ticket_facts.tickets t on t.sale_day = x.day and t.show_id = x.show_id
            group by 1, 2, 3, 4, 5, 6
            """)),
        (null, Sales.Index("new_sales")),
        (null, Sql.Of($"analyze new_sales")),
        ("sales", Sales.Delete(
            "new_sales", "(select s.* from touched join ticket_facts.sales s using (day, show_id)) sales")),
        ("sales", Sales.Write("new_sales"))
    ];

    /// <summary>
    /// Writes the facts within the caller's transaction, where the table <c>changed</c> keeps the objects that it
    /// looked at. Returns how many rows of facts it changed.
    /// </summary>
    public static async Task<long> WriteAsync(NpgsqlConnection connection, bool all, CancellationToken ct)
    {
        // Most of a large derivation is sorting and hashing.
        await connection.ExecuteAsync($"set local work_mem = '64MB'", ct);
        await CreateChangedAsync(connection, ct);
        await connection.ExecuteAsync(
            $"""
            with taken as (delete from ticket_staging.changes returning resource, item_id)
            insert into changed select distinct resource, item_id from taken
            """, ct);
        if (all || await AreOutdatedAsync(connection, ct))
            await AddAllAsync(connection, ct);
        var changed = 0L;
        foreach (var (table, statement) in Statements)
        {
            var rows = await connection.ExecuteAsync(statement, ct);
            if (table is not null)
                changed += rows;
        }
        return changed;
    }

    /// <summary>
    /// Whether the marts that the facts of the run before belong to were taken. If not, what its checks found may still
    /// be there, whatever has changed since.
    /// </summary>
    public static Task<bool> AreMartsCurrentAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ScalarAsync<bool>($"select marts_are_current from ticket_facts.derivation", ct);

    public static Task SetMartsCurrentAsync(NpgsqlConnection connection, bool areCurrent, CancellationToken ct) =>
        connection.ExecuteAsync(
            $"""
            update ticket_facts.derivation set marts_are_current = {areCurrent} where marts_are_current <> {areCurrent}
            """, ct);

    /// <summary>The table <c>changed</c> with all objects, for checks that look at everything.</summary>
    public static async Task CreateAllChangedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await CreateChangedAsync(connection, ct);
        await AddAllAsync(connection, ct);
        await connection.ExecuteAsync(Analyze, ct);
    }

    static Task<int> CreateChangedAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync(
        $"""
        create temporary table changed (resource text, item_id bigint, primary key (resource, item_id)) on commit drop
        """, ct);

    /// <summary>
    /// Adds all objects to the table <c>changed</c>, also orders that only the facts have: they have no tickets any
    /// more.
    /// </summary>
    public static Task AddAllAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync(
        $"""
        insert into changed select resource, item_id from ticket_staging.items
        union select 'orders', order_id from ticket_facts.tickets
        on conflict do nothing
        """, ct);

    static async Task<bool> AreOutdatedAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.ExecuteAsync(
            $"update ticket_facts.derivation set formulas = {Formulas} where formulas <> {Formulas}", ct) > 0;
}
