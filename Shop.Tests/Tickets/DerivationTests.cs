using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tickets;
using Shop.Tickets.Checks;
using Shop.Tickets.Jobs;

namespace Shop.Tests.Tickets;

public class DerivationTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static readonly DateTimeOffset Evening = new(2026, 11, 20, 20, 59, 59, TimeSpan.Zero);
    static readonly DateTimeOffset Night = Evening.AddSeconds(1);

    [Fact]
    public async Task A_day_is_a_Moscow_day_and_a_price_is_kept_to_the_kopeck()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.StageAsync("events", Ct, new JsonObject
        {
            ["id"] = 1,
            ["name"] = "Ёлка",
            ["updated_at"] = $"{Evening:O}"
        });
        await warehouse.StageAsync(
            "orders",
            Ct,
            Warehouse.Order(
                1,
                Evening,
                new { utm_source = " vk ", utm_medium = "cpc" },
                (10, 0.10m, new { }),
                (11, 0.20m, new { quantity = 3 })),
            Warehouse.Order(
                2,
                Night,
                null,
                (20, 1000.99m, new { refunded_at = $"{Night.AddDays(3):O}", refunded_amount = "900.50" }),
                (21, 500m, new { deleted_at = $"{Night:O}" })));

        var result = await warehouse.DeriveAsync(Ct);

        Assert.True(result.MartsReplaced, $"{string.Join('\n', result.Checks)}");
        Assert.Equal(["2026-11-20 4 0.70 0 0.00", "2026-11-21 1 1000.99 1 900.50"], await warehouse.SalesAsync(Ct));
        Assert.Equal(
            ["(2026-11-24,1,Ёлка,11,1,900.50,100.49)"], await warehouse.RowsAsync("ticket_marts.refunds", Ct));
        Assert.Equal(
            ["(2026-11-20,1,Ёлка,vk,cpc,\"\",4,0.70,0,0.00)", "(2026-11-21,1,Ёлка,\"\",\"\",\"\",1,1000.99,1,900.50)"],
            await warehouse.RowsAsync("ticket_marts.utm_sales", Ct));
    }

    [Fact]
    public async Task Deriving_again_changes_no_row_and_takes_no_lock()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.StageAsync(
            "orders", Ct, Warehouse.Order(1, Evening, null, (10, 100, new { }), (11, 200, new { })));
        await warehouse.DeriveAsync(Ct);
        var before = await VersionsAsync(warehouse);

        var again = await warehouse.DeriveAsync(Ct);
        var all = await warehouse.Derivation.RebuildAsync(warehouse.Connection, Guid.CreateVersion7(), Ct);

        Assert.Equal((0L, 0L), (again.FactRows, all.FactRows));
        Assert.Equal(before, await VersionsAsync(warehouse));
    }

    [Fact]
    public async Task A_failed_check_keeps_the_marts_until_the_source_is_corrected()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.StageAsync("orders", Ct, Warehouse.Order(1, Evening, null, (10, 100, new { })));
        await warehouse.DeriveAsync(Ct);

        await warehouse.StageAsync(
            "orders",
            Ct,
            Warehouse.Order(1, Evening, null, (10, 300, new { })),
            Warehouse.Order(2, Evening, null, (20, -5, new { })));
        var failed = await warehouse.DeriveAsync(Ct);

        Assert.False(failed.MartsReplaced);
        Assert.Equal(["2026-11-20 1 100.00 0 0.00"], await warehouse.SalesAsync(Ct));
        var check = Assert.Single(
            failed.Checks, check => check is { Passed: false, Severity: TicketCheckSeverity.Error });
        Assert.Equal(
            ("no_negative_revenue", "ticket 20: quantity 1, revenue -500, refunded 0 kopecks"),
            (check.Name, check.Detail));
        var (_, runs) = await JobRunStore.ListAsync(warehouse.Source, TicketJob.Check, 1, 1, Ct);
        Assert.Equal(JobStatus.Failed, runs[0].Status);
        Assert.Contains("error: no_negative_revenue: ticket 20", runs[0].Message, StringComparison.Ordinal);

        await warehouse.StageAsync("orders", Ct, Warehouse.Order(2, Evening, null, (20, 5, new { })));
        Assert.True((await warehouse.DeriveAsync(Ct)).MartsReplaced);
        Assert.Equal(["2026-11-20 2 305.00 0 0.00"], await warehouse.SalesAsync(Ct));
    }

    [Fact]
    public async Task An_error_is_not_forgotten_when_something_else_changes()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.StageAsync(
            "orders",
            Ct,
            Warehouse.Order(1, Evening, null, (10, 100, new { })),
            Warehouse.Order(2, Night, null, (10, 200, new { })));
        Assert.False((await warehouse.DeriveAsync(Ct)).MartsReplaced);

        await warehouse.StageAsync("orders", Ct, Warehouse.Order(3, Evening, null, (30, 300, new { })));
        var again = await warehouse.DeriveAsync(Ct);
        Assert.Equal(
            ["no_duplicate_tickets", "staging_equals_facts"],
            again.Checks.Where(check => !check.Passed && check.Severity == TicketCheckSeverity.Error)
                .Select(check => check.Name));
        Assert.Empty(await warehouse.SalesAsync(Ct));

        await warehouse.StageAsync("orders", Ct, Warehouse.Order(2, Night, null, (20, 200, new { })));
        await warehouse.StageAsync("orders", Ct, Warehouse.Order(1, Evening, null, (10, 100, new { })));
        Assert.True((await warehouse.DeriveAsync(Ct)).MartsReplaced);
        Assert.Equal(["2026-11-20 2 400.00 0 0.00", "2026-11-21 1 200.00 0 0.00"], await warehouse.SalesAsync(Ct));
    }

    [Fact]
    public async Task Each_check_finds_what_it_is_for()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        var now = TimeProvider.System.GetUtcNow();
        var many = Enumerable.Range(1, 60).Select(
            i => Warehouse.Order(i, now, new { utm_source = "vk" }, (i * 10L, 100, (object)new { })));
        await warehouse.StageAsync("orders", Ct, many);
        await warehouse.Connection.ExecuteAsync($"update ticket_staging.sources set completed_at = now()", Ct);
        await warehouse.Connection.ExecuteAsync(
            $"""
            insert into ticket_facts.plans
            values (1, date_trunc('month', now() at time zone 'Europe/Moscow')::date, 100, 100000)
            """, Ct);
        await warehouse.DeriveAsync(Ct);
        Assert.Empty(await FailedAsync());

        (string Check, Sql Damage, Sql Repair)[] cases =
        [
            ("tables_exist",
                Sql.Of($"alter table ticket_marts.refunds rename to refunds_gone"),
                Sql.Of($"alter table ticket_marts.refunds_gone rename to refunds")),
            ("grants_exist",
                Sql.Of($"grant usage on schema orders to bi_reader; grant select on orders.lines to bi_reader"),
                Sql.Of($"revoke usage on schema orders from bi_reader; revoke select on orders.lines from bi_reader")),
            ("no_negative_revenue",
                Sql.Of($"update ticket_facts.tickets set refunded = revenue + 1 where ticket_id = 10"),
                Sql.Of($"update ticket_facts.tickets set refunded = 0 where ticket_id = 10")),
            ("no_negative_inventory",
                Sql.Of($"insert into ticket_facts.inventory values (1, '2026-11-20', 1, 10, 8, 3, -1, now())"),
                Sql.Of($"delete from ticket_facts.inventory")),
            ("no_duplicate_tickets",
                Sql.Of($"update ticket_facts.tickets set order_id = 2 where ticket_id = 10"),
                Sql.Of($"update ticket_facts.tickets set order_id = 1 where ticket_id = 10")),
            ("staging_equals_facts",
                Sql.Of($"update ticket_facts.tickets set revenue = revenue + 1 where ticket_id = 10"),
                Sql.Of($"update ticket_facts.tickets set revenue = revenue - 1 where ticket_id = 10")),
            ("facts_equal_marts",
                Sql.Of($"update ticket_marts.sales set revenue = revenue + 0.01"),
                Sql.Of($"update ticket_marts.sales set revenue = revenue - 0.01")),
            ("one_currency",
                Sql.Of($"update ticket_staging.items set body = body || {Currency("USD")} where item_id = 1"),
                Sql.Of($"update ticket_staging.items set body = body || {Currency("RUB")} where item_id = 1")),
            ("sources_are_fresh",
                Sql.Of($"update ticket_staging.sources set completed_at = now() - interval '7 hours'"),
                Sql.Of($"update ticket_staging.sources set completed_at = now()")),
            ("share_without_utm",
                Sql.Of($"update ticket_facts.sales set utm_source = ''"),
                Sql.Of($"update ticket_facts.sales set utm_source = 'vk'")),
            ("plan_present",
                Sql.Of($"update ticket_facts.plans set event_id = 2"),
                Sql.Of($"update ticket_facts.plans set event_id = 1"))
        ];
        Assert.Equal(
            TicketCheck.All.Select(check => check.Name), cases.Select(one => one.Check).Order(StringComparer.Ordinal));
        foreach (var (check, damage, repair) in cases)
        {
            await warehouse.Connection.ExecuteAsync(damage, Ct);
            Assert.Contains(check, await FailedAsync());
            await warehouse.Connection.ExecuteAsync(repair, Ct);
        }
        Assert.Empty(await FailedAsync());

        static Sql Currency(string name) => Sql.Of($"jsonb_build_object('currency_id', {name}::text)");

        async Task<List<string>> FailedAsync() =>
        [
            .. from check in await warehouse.Derivation.CheckAsync(warehouse.Connection, Ct)
               where !check.Passed && check.Detail.Length > 0
               select check.Name
        ];
    }

    [Fact]
    public async Task Facts_of_older_formulas_are_derived_again_and_lost_ones_come_back()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.StageAsync("orders", Ct, Warehouse.Order(1, Evening, null, (10, 100, new { })));
        await warehouse.DeriveAsync(Ct);
        await warehouse.Connection.ExecuteAsync(
            $"""
            update ticket_facts.derivation set formulas = 0;
            update ticket_facts.tickets set revenue = 1;
            insert into ticket_facts.tickets (ticket_id, order_id, event_id, show_id, seat, quantity, revenue, refunded, sold_at,
                utm_source, utm_medium, utm_campaign) values (99, 99, 1, 11, '', 1, 500, 0, now(), '', '', '')
            """, Ct);

        var result = await warehouse.DeriveAsync(Ct);

        Assert.True(result.MartsReplaced, $"{string.Join('\n', result.Checks)}");
        Assert.Equal(["2026-11-20 1 100.00 0 0.00"], await warehouse.SalesAsync(Ct));
        Assert.Single(await warehouse.RowsAsync("ticket_facts.tickets", Ct));
    }

    [Fact]
    public async Task The_places_of_a_show_are_kept_by_day_and_the_last_ones_are_shown()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.StageAsync("inventory", Ct, Places(sold: 40));
        await warehouse.DeriveAsync(Ct);
        await warehouse.Connection.ExecuteAsync($"update ticket_facts.inventory set day = day - 1", Ct);
        await warehouse.StageAsync("inventory", Ct, Places(sold: 41));
        await warehouse.DeriveAsync(Ct);
        await warehouse.StageAsync("inventory", Ct, Places(sold: 42));
        await warehouse.DeriveAsync(Ct);

        Assert.Equal(
            "40,42",
            await warehouse.Connection.ScalarAsync<string>(
                $"select string_agg(sold::text, ',' order by day) from ticket_facts.inventory", Ct));
        Assert.Equal(42, await warehouse.Connection.ScalarAsync<int>($"select sold from ticket_marts.inventory", Ct));

        static JsonObject Places(int sold) => new()
        {
            ["id"] = 11,
            ["show_id"] = 11,
            ["event_id"] = 1,
            ["total"] = 100,
            ["sold"] = sold,
            ["reserved"] = 2,
            ["free"] = 98 - sold,
            ["updated_at"] = $"{Evening:O}"
        };
    }

    // Which transactions wrote and locked each row.
    static async Task<string?> VersionsAsync(Warehouse warehouse) => await warehouse.Connection.ScalarAsync<string>(
        $"""
        select concat((select string_agg(concat(t.xmin, t.xmax, t.ctid), ' ') from ticket_facts.tickets t),
            (select string_agg(concat(t.xmin, t.xmax, t.ctid), ' ') from ticket_facts.sales t),
            (select string_agg(concat(t.xmin, t.xmax, t.ctid), ' ') from ticket_marts.sales t),
            (select string_agg(concat(t.xmin, t.xmax, t.ctid), ' ') from ticket_marts.utm_sales t))
        """, Ct);
}
