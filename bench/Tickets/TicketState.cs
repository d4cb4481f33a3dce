using System.Globalization;
using Shop.Database;

namespace TicketSales;

/// <summary>Tickets of paid orders, with their sums in kopecks.</summary>
public sealed record TicketTotals(long Tickets, long Revenue, long Refunded) : IRow<TicketTotals>
{
    public static TicketTotals Read(RowReader row) => new(row.Get<long>(), row.Get<long>(), row.Get<long>());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Tickets} tickets {Revenue / 100m:N2} refunded {Refunded / 100m:N2}");
}

/// <summary>The sums of the box office, and the same of each layer.</summary>
public sealed class TicketState(OwnDatabase database, BoxOffice office)
{
    public OwnDatabase Database => database;

    public TicketTotals Expected
    {
        get
        {
            var (revenue, refunded, tickets) = office.Totals();
            return new(tickets, revenue, refunded);
        }
    }

    public async Task AssertStagedAsync(CancellationToken ct)
    {
        var staged = await StagedAsync(ct);
        EndToEnd.Require(staged == Expected, $"The box office has {Expected}, and staging {staged}.");
    }

    /// <summary>The next import asks for everything.</summary>
    public Task ForgetFullPassAsync(CancellationToken ct) => database.Source.ExecuteAsync(
        $"update ticket_staging.sources set full_at = now() - interval '2 days'", ct);

    public Task<TicketTotals> StagedAsync(CancellationToken ct) => TotalsAsync(
        $"""
        select count(*), coalesce(sum((basket ->> 'price')::numeric * 100), 0)::bigint,
            coalesce(sum((basket ->> 'refunded_amount')::numeric * 100), 0)::bigint
        from ticket_staging.items, jsonb_array_elements(body -> 'baskets') basket
        where resource = 'orders' and body ->> 'payed' = '1' and (not deleted or basket ->> 'refunded_at' is not null)
        """, ct);

    public Task<TicketTotals> FactsAsync(CancellationToken ct) => TotalsAsync(
        $"""
        select coalesce(sum(quantity), 0)::bigint, coalesce(sum(revenue), 0)::bigint, coalesce(sum(refunded), 0)::bigint
        from ticket_facts.tickets
        """, ct);

    public Task<TicketTotals> MartsAsync(CancellationToken ct) => TotalsAsync(
        $"""
        select coalesce(sum(tickets), 0)::bigint, (coalesce(sum(revenue), 0) * 100)::bigint,
            (coalesce(sum(refunded), 0) * 100)::bigint
        from ticket_marts.sales
        """, ct);

    async Task<TicketTotals> TotalsAsync(Sql sql, CancellationToken ct) =>
        (await database.Source.QuerySingleAsync<TicketTotals>(sql, ct))!;
}
