using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Tickets.Checks;
using Shop.Tickets.Facts;
using Shop.Tickets.Freshness;

namespace TicketFacts;

/// <summary>Staged orders with two tickets each: how long facts, marts and checks of all, few and none take.</summary>
sealed class Measurement(NpgsqlConnection connection, int tickets)
{
    const int Changes = 1_000;

    readonly TicketDerivation _derivation = new(new TicketChecks(
        Options.Create(new TicketCheckOptions()), Options.Create(new TicketFreshnessOptions())));

    public async Task RunAsync(CancellationToken ct)
    {
        await StageAsync(ct);
        // As autovacuum would, which the import does not wait for.
        await connection.ExecuteAsync($"analyze ticket_staging.items", ct);

        await DeriveAsync($"{tickets:N0} tickets from staging to marts", budget: 60, ct);
        await connection.ExecuteAsync($"vacuum analyze", ct);
        var before = await ChecksumAsync(ct);

        await DeriveAsync("no change", budget: null, ct);
        var watch = Stopwatch.StartNew();
        var result = await _derivation.RebuildAsync(connection, Guid.CreateVersion7(), ct);
        Report("the same again, all of it", watch.Elapsed, null, result.FactRows);
        if (await ChecksumAsync(ct) != before)
            throw new InvalidOperationException("A derivation of everything has changed rows.");
        Console.WriteLine("A derivation of everything changed no row: the checksums are equal.");

        for (var round = 0; round < 3; round++)
        {
            await ChangeAsync(round, ct);
            await DeriveAsync($"{Changes:N0} changed orders", budget: 2, ct);
        }
    }

    async Task DeriveAsync(string what, double? budget, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var result = await _derivation.RunAsync(connection, Guid.CreateVersion7(), ct);
        Report(what, watch.Elapsed, budget, result.FactRows);
        var metrics = await connection.ScalarAsync<string>(
            $"select metrics::text from tickets.job_runs where job = 'derive' order by started_at desc limit 1", ct);
        Console.WriteLine($"    {metrics}");
        if (!result.MartsReplaced)
            throw new InvalidOperationException(string.Join('\n', result.Checks.Where(check => !check.Passed)));
    }

    static void Report(string what, TimeSpan time, double? budget, long rows)
    {
        var within = budget is { } most ? $" (budget {most} s)" : "";
        Console.WriteLine($"{what,-44} {time.TotalSeconds,7:N2} s{within}, {rows:N0} rows of facts written");
    }

    // Also where a row is and which transaction wrote it.
    async Task<string?> ChecksumAsync(CancellationToken ct) => await connection.ScalarAsync<string>(
        $"""
        select concat_ws(' ',
            (select sum(hashtextextended(t::text || t.xmin::text || t.ctid::text, 0)) from ticket_facts.tickets t),
            (select sum(hashtextextended(t::text || t.xmin::text || t.ctid::text, 0)) from ticket_facts.sales t),
            (select sum(hashtextextended(t::text || t.xmin::text || t.ctid::text, 0)) from ticket_marts.sales t),
            (select sum(hashtextextended(t::text || t.xmin::text || t.ctid::text, 0)) from ticket_marts.utm_sales t),
            (select sum(hashtextextended(t::text || t.xmin::text || t.ctid::text, 0)) from ticket_marts.refunds t))
        """, ct);

    // A year of 50 events with 4 shows each, bought from 20 campaigns; 3 % were returned.
    async Task StageAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await connection.ExecuteAsync(
            $"""
            insert into ticket_staging.items (resource, item_id, hash, body, updated_at, run_id, received_at)
            select 'events', n, int8send(n), jsonb_build_object('id', n, 'name', 'Событие ' || n), now(), gen_random_uuid(), now()
            from generate_series(1, 50) n
            union all
            select 'shows', n, int8send(n), jsonb_build_object('id', n, 'event_id', 1 + n % 50, 'start_date',
                now() + (n % 60) * interval '1 day'), now(), gen_random_uuid(), now()
            from generate_series(1, 200) n
            """, ct);
        await connection.ExecuteAsync(
            $"""
            insert into ticket_staging.items (resource, item_id, hash, body, updated_at, run_id, received_at)
            select 'orders', n, int8send(n), jsonb_build_object('id', n, 'event_id', 1 + n % 50, 'payed', 1, 'payed_at', at,
                'created_at', at, 'updated_at', at, 'deleted_at', null, 'price', 3000, 'currency_id', 'RUB',
                'utm', case when n % 3 = 0 then '[]'::jsonb else jsonb_build_object('utm_source', 'source' || n % 4,
                    'utm_medium', 'cpc', 'utm_campaign', 'campaign' || n % 5) end,
                'baskets', jsonb_build_array(
                    jsonb_build_object('id', 2 * n, 'show_id', 1 + n % 200, 'seat_id', 'A-' || n, 'price', 1000.5, 'quantity', 1,
                        'created_at', at, 'updated_at', at, 'deleted_at', null, 'refunded_at', null, 'refunded_amount', null),
                    jsonb_build_object('id', 2 * n + 1, 'show_id', 1 + n % 200, 'seat_id', 'B-' || n, 'price', '1999.50',
                        'quantity', 1, 'created_at', at, 'updated_at', at, 'deleted_at', null,
                        'refunded_at', case when n % 33 = 0 then at + interval '3 days' end,
                        'refunded_amount', case when n % 33 = 0 then 1800 end))), at, gen_random_uuid(), now()
            from generate_series(1::bigint, {tickets / 2}::bigint) n,
                lateral (select now() - n % 31536000 * interval '1 second' * (31536000.0 / {tickets / 2}) as at) time
            """, ct);
        await connection.ExecuteAsync(
            $"insert into ticket_staging.changes select resource, item_id from ticket_staging.items", ct);
        Report("staging written by SQL", watch.Elapsed, null, 0);
    }

    // A third is returned, a third changes its price, a third is deleted or restored.
    Task<int> ChangeAsync(int round, CancellationToken ct) => connection.ExecuteAsync(
        $"""
        with changed as (
            update ticket_staging.items set updated_at = now(), hash = int8send(item_id + 1),
                deleted = case when item_id % 3 = 0 then not deleted else deleted end,
                body = case item_id % 3
                    when 1 then jsonb_set(body, {"{baskets,0,price}"}::text[], to_jsonb(1500 + {round}))
                    when 2 then jsonb_set(jsonb_set(body, {"{baskets,0,refunded_at}"}::text[], to_jsonb(now())),
                        {"{baskets,0,refunded_amount}"}::text[], to_jsonb(900 + {round}))
                    else body end
            where resource = 'orders' and item_id in (
                select 1 + (n * 7919) % {tickets / 2} from generate_series({round * Changes + 1}, {(round + 1) * Changes}) n)
            returning resource, item_id)
        insert into ticket_staging.changes select resource, item_id from changed
        """, ct);
}
