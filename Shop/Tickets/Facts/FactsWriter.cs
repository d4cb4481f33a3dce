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

    const string Touched = "(select day, show_id, event_id from touched)";

    static readonly Sql[] Others =
    [
        .. Events.Write(
            """
            (select i.item_id as event_id, coalesce(i.body ->> 'name', '') as name, i.deleted
            from changed c join ticket_staging.items i using (resource, item_id) where c.resource = 'events')
            """),
        .. Shows.Write(
            """
            (select i.item_id as show_id, coalesce((i.body ->> 'event_id')::bigint, 0) as event_id,
                (i.body ->> 'start_date')::timestamptz as starts_at, i.deleted
            from changed c join ticket_staging.items i using (resource, item_id) where c.resource = 'shows')
            """),
        .. Inventory.Write(
            """
            (select i.item_id as show_id, (i.received_at at time zone 'Europe/Moscow')::date as day,
                coalesce((i.body ->> 'event_id')::bigint, 0) as event_id, (i.body ->> 'total')::integer as total,
                (i.body ->> 'sold')::integer as sold, (i.body ->> 'reserved')::integer as reserved,
                (i.body ->> 'free')::integer as free, i.received_at as taken_at
            from changed c join ticket_staging.items i using (resource, item_id) where c.resource = 'inventory')
            """)
    ];

    // A ticket counts while its order is paid, and neither of them is deleted. A returned ticket was sold and paid
    // back, whatever was deleted after that. A ticket that two orders claim belongs to the one that changed last.
    static readonly Sql NewTickets = Sql.Of(
        $"""
        create temporary table new_tickets on commit drop as
        select distinct on (ticket_id) ticket_id, order_id, coalesce(event_id, 0) as event_id,
            coalesce(show_id, 0) as show_id, coalesce(seat, '') as seat, coalesce(quantity, 1) as quantity,
            price.kopecks * coalesce(quantity, 1) as revenue,
            case when refunded_at is null then 0 else coalesce(round(refunded_amount * 100)::bigint,
                price.kopecks * coalesce(quantity, 1) - coalesce(round(refunded_deduction_amount * 100)::bigint, 0))
            end as refunded,
            sold_at, refunded_at, utm_source, utm_medium, utm_campaign
        from staged_tickets
        cross join lateral (select round(coalesce(price, 0) * 100)::bigint as kopecks) price
        where is_paid and (refunded_at is not null or not is_deleted)
        order by ticket_id, updated_at desc, order_id
        """);

    // What the old and the new rows are part of: sums of sales, and of refunds.
    static readonly Sql AllTouched = Sql.Of(
        $"""
        create temporary table touched on commit drop as
        select t.sale_day as day, t.show_id, t.event_id, t.refund_day from ticket_facts.tickets t
        join changed c on c.resource = 'orders' and c.item_id = t.order_id
        union
        select t.sale_day, t.show_id, t.event_id, t.refund_day
        from new_tickets n join ticket_facts.tickets t using (ticket_id) where n.order_id <> t.order_id
        union
        select (sold_at at time zone 'Europe/Moscow')::date, show_id, event_id, (refunded_at at time zone 'Europe/Moscow')::date
        from new_tickets
        """);

    /// <summary>
    /// Writes the facts within the caller's transaction, where the tables of <see cref="StagedTickets"/> keep what it
    /// looked at, and <c>touched</c> what the changed tickets are part of, unless it looked at everything. Returns how
    /// many rows of facts it changed, and whether it looked at everything.
    /// </summary>
    public static async Task<(long Rows, bool All)> WriteAsync(
        NpgsqlConnection connection, bool all, CancellationToken ct)
    {
        // Most of a large derivation is sorting and hashing.
        await connection.ExecuteAsync($"set local work_mem = '64MB'", ct);
        all |= await AreOutdatedAsync(connection, ct);
        // The statements below read staging after the changes were taken, so they see what these announce.
        await StagedTickets.TakeChangesAsync(connection, all, ct);
        var rows = await ExecuteAsync(connection, Others, ct);

        await connection.ExecuteAsync(NewTickets, ct);
        if (!all)
            await connection.ExecuteAsync(AllTouched, ct);
        await connection.ExecuteAsync(
            all ? Sql.Of($"analyze new_tickets") : Sql.Of($"analyze new_tickets, touched"), ct);
        var oldTickets =
            """
            (select t.ticket_id from changed c
            join ticket_facts.tickets t on c.resource = 'orders' and c.item_id = t.order_id) tickets
            """;
        rows += await ExecuteAsync(
            connection, [Tickets.Delete("new_tickets", all ? null : oldTickets), .. Tickets.Write("new_tickets")], ct);

        var scope = all ? "true" : $"(t.sale_day, t.show_id, t.event_id) in {Touched}";
        await connection.ExecuteAsync(
            SqlText.Of(
                $"""
                create temporary table new_sales on commit drop as
                select t.sale_day as day, t.event_id, t.show_id, t.utm_source, t.utm_medium, t.utm_campaign,
                    sum(t.quantity)::bigint as tickets, sum(t.revenue)::bigint as revenue,
                    coalesce(sum(t.quantity) filter (where t.refunded_at is not null), 0)::bigint as returned_tickets,
                    sum(t.refunded)::bigint as refunded
                from ticket_facts.tickets t where {scope}
                group by 1, 2, 3, 4, 5, 6
                """), ct);
        await connection.ExecuteAsync(Sales.Index("new_sales"), ct);
        await connection.ExecuteAsync($"analyze new_sales", ct);
        var oldSales = $"(select * from ticket_facts.sales where (day, show_id, event_id) in {Touched}) sales";
        rows += await ExecuteAsync(
            connection, [Sales.Delete("new_sales", all ? null : oldSales), .. Sales.Write("new_sales")], ct);
        return (rows, all);
    }

    static async Task<long> ExecuteAsync(NpgsqlConnection connection, IEnumerable<Sql> statements, CancellationToken ct)
    {
        var rows = 0L;
        foreach (var statement in statements)
            rows += await connection.ExecuteAsync(statement, ct);
        return rows;
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

    static async Task<bool> AreOutdatedAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.ExecuteAsync(
            $"update ticket_facts.derivation set formulas = {Formulas} where formulas <> {Formulas}", ct) > 0;
}
