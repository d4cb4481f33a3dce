using Microsoft.AspNetCore.Http;
using Shop.Database;
using Shop.Tests.Integration;
using Shop.Tests.Resilience;
using TicketSales;

namespace Shop.Tests.Tickets;

public class ImportTests(ShopFixture shop)
{
    [Fact]
    [Integration("tickets", "qtickets")]
    public async Task An_import_brings_every_state_of_an_order_and_replaces_the_one_before()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        var first = await sales.ImportAsync(ct);
        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        var changed = first.Metrics.Changed;
        Assert.Equal((40, 4, 3), (changed["orders"], changed["inventory"], changed["events"]));

        var office = sales.Office;
        office.Wait(TimeSpan.FromMinutes(30));
        office.Sell(1, 11, "vk", 700.70m);
        Assert.True(office.Refund(1, withheld: 100));
        office.ChangePrice(2, 1234.56m);
        office.Delete(3);
        office.Delete(4);
        office.Pay(10);
        await sales.ImportAsync(ct);
        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));

        office.Wait(TimeSpan.FromMinutes(30));
        office.Restore(3);
        var requests = sales.Stub.Requests;
        var third = await sales.ImportAsync(ct);
        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        Assert.Equal(1, third.Metrics.Changed["orders"]);
        // The import asks for orders that have changed since ten minutes before the last import, and for deleted ones,
        // each to an empty page. It asks for no event, and for the seats of four shows.
        Assert.InRange(sales.Stub.Requests - requests, 8, 10);

        var before = await sales.ChecksumAsync(ct);
        var again = await sales.ImportAsync(ct, new(From: new(2000, 1, 1)));
        Assert.Equal(0, again.Metrics.AllChanged);
        Assert.Equal(before, await sales.ChecksumAsync(ct));
        // The objects of all resources: three events, four shows, their seats and forty orders at first.
        Assert.Matches(
            "^import succeeded 51,import succeeded [0-9]+,import succeeded 2,import succeeded 0$",
            await RunsAsync(sales, ct));
    }

    [Fact]
    public async Task Failures_and_moving_pages_lose_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        var random = new Random(3);
        sales.Stub.Fail(
            StubFault.Unavailable,
            StubFault.Empty,
            StubFault.Half,
            StubFault.Reset,
            StubFault.Unavailable,
            StubFault.Half);
        // An order is deleted, so that the pages behind it move up, and others are sold and changed.
        sales.Stub.Before = number =>
        {
            if (number % 3 == 0)
                Season.Change(sales.Office, random);
            if (number == 8)
                sales.Office.Delete(1);
            return Task.CompletedTask;
        };
        await sales.ImportAsync(ct);
        sales.Stub.Before = null;
        await sales.ImportAsync(ct);

        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        Assert.Equal(
            sales.Office.Orders.Count,
            await sales.Database.ScalarAsync<long>(
                $"select count(*) from ticket_staging.items where resource = 'orders'", ct));
    }

    [Fact]
    public async Task A_pass_over_everything_notices_an_order_that_is_gone_without_a_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        await sales.ImportAsync(ct);
        sales.Office.Purge(5);
        sales.Office.Purge(40);
        await sales.ImportAsync(ct);
        Assert.NotEqual(sales.Expected, await sales.StagedAsync(ct));

        await sales.ForgetFullPassAsync(ct);
        await sales.ImportAsync(ct);

        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        Assert.Equal(
            "5,40",
            await sales.Database.ScalarAsync<string>(
                $"""
                select string_agg(item_id::text, ',' order by item_id) from ticket_staging.items
                where deleted and body ? 'deleted_at'
                """, ct));
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing_and_recorded_answers_give_the_same_rows()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("shop-recorded-").FullName;
        try
        {
            await using var sales = await ImportingShop.StartAsync(shop, ct);
            var dry = await sales.ImportAsync(ct, new(DryRun: true));
            Assert.Equal(40, dry.Metrics.Changed["orders"]);
            Assert.Equal(0, await sales.Database.ScalarAsync<long>($"select count(*) from ticket_staging.items", ct));
            Assert.Null(await RunsAsync(sales, ct));
            await sales.ImportAsync(ct, new(Record: folder));

            await using var other = await ImportingShop.StartAsync(shop, ct);
            var offline = await other.ImportAsync(ct, new(Offline: folder));

            Assert.Equal(await sales.ChecksumAsync(ct), await other.ChecksumAsync(ct));
            Assert.Equal(4, offline.Metrics.Changed["inventory"]);
            Assert.Equal(0, other.Stub.Requests);
            // The bytes are kept as they came, and can be read again.
            Assert.Equal(
                await sales.Database.ScalarAsync<long>($"select count(distinct hash) from ticket_staging.answers", ct),
                await sales.Database.ScalarAsync<long>($"select count(*) from ticket_staging.bodies", ct));
            var missing = await Assert.ThrowsAsync<ShopException>(
                () => other.ImportAsync(ct, new(Offline: Path.Combine(folder, "nowhere"))));
            Assert.Contains("There is no folder", missing.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_run_that_fails_says_why_and_the_next_one_goes_on()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        // More failures than all attempts together have.
        sales.Stub.Before = number =>
        {
            if (number == 12)
                sales.Stub.Fail([.. Enumerable.Repeat(StubFault.Unavailable, 20)]);
            return Task.CompletedTask;
        };
        var failure = await Assert.ThrowsAsync<ShopException>(() => sales.ImportAsync(ct));
        Assert.Matches("^QTickets", failure.Message);
        Assert.False(failure.Permanent);
        sales.Stub.Before = null;
        sales.Stub.Recover();
        var stored = await sales.Database.ScalarAsync<long>(
            $"select pass_after_id from ticket_staging.sources where resource = 'orders'", ct);
        Assert.True(stored > 0, $"{stored}");
        // Behind the place where the next run resumes, and a long time after the pass began.
        sales.Office.Wait(TimeSpan.FromHours(1));
        Assert.True(sales.Office.Refund(1));

        await sales.ImportAsync(ct);

        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        Assert.Matches("^import failed [0-9]+,import succeeded [0-9]+$", await RunsAsync(sales, ct));
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_reported_and_the_others_are_imported()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("shop-recorded-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "orders"));
            await File.WriteAllTextAsync(
                Path.Combine(folder, "orders/000001.json"),
                """
                {"data":[{"id":1,"price":1},{"price":2},{"id":3,"price":1e999},{"id":4,"utm":{"a":"\ud800"}},
                 {"id":5,"seat":"x","utm":{"utm_source":"a\u0000b"},"price":10.50}]}
                """, ct);
            await using var sales = await ImportingShop.StartAsync(shop, ct);
            var result = await sales.ImportAsync(ct, new(Offline: folder));

            Assert.Equal((3, 2), (result.Metrics.Rejected, result.Metrics.Changed["orders"]));
            Assert.Equal(
                """{"id": 5, "utm": {"utm_source": "a�b"}, "price": 10.50}""",
                await sales.Database.ScalarAsync<string>(
                    $"select body::text from ticket_staging.items where item_id = 5", ct));
            Assert.StartsWith("import failed 2", await RunsAsync(sales, ct), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_is_asked_for_until_it_can_and_facts_are_derived_without_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        await sales.ImportAsync(ct);
        sales.Office.Wait(TimeSpan.FromMinutes(30));
        sales.Office.Spoil(7, "payed_at", "yesterday");
        // At first it is the only change. Later it lies longer before the last import than imports overlap.
        for (var run = 0; run < 3; run++)
        {
            var result = await sales.ImportAsync(ct);
            Assert.Equal(
                (1, "orders 7: payed_at is no time."), (result.Metrics.Rejected, result.Metrics.FirstRejection));
            Assert.True(result.Derivation!.MartsReplaced);
            Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
            sales.Office.Wait(TimeSpan.FromMinutes(30));
            sales.Office.Sell(1, 11, "vk", 100 + run);
        }
        sales.Office.Pay(7);
        var last = await sales.ImportAsync(ct);

        // Two orders, and of one of the shows its seats.
        Assert.Equal((0, 2), (last.Metrics.Rejected, last.Metrics.Changed["orders"]));
        Assert.Equal(sales.Expected, await sales.StagedAsync(ct));
        Assert.Matches("(,import failed [0-9]+){3},import succeeded 3$", await RunsAsync(sales, ct));
    }

    [Fact]
    public async Task An_order_without_the_numbers_and_times_of_facts_cannot_be_read_and_stops_no_derivation()
    {
        var ct = TestContext.Current.CancellationToken;
        const string Paid = "'event_id':1,'payed':1,'payed_at':'2026-08-01T12:00:00+03:00','currency_id':'RUB'";
        const string Ticket = "'id':70,'show_id':11,'price':'10.50','quantity':1,"
            + "'refunded_at':'2026-08-02T12:00:00+03:00','refunded_amount':9.5";
        // Members of a ticket, then of the order. The last of two equal members counts in PostgreSQL.
        string[] tickets =
        [
            "'price':'free'", "'price':''", "'price':true", "'price':{}", "'price':'NaN'", "'price':1e15",
            "'refunded_amount':'9,50'", "'refunded_deduction_amount':[]", "'refunded_at':'2026-13-01T12:00:00+03:00'",
            "'refunded_at':1785600000", "'deleted_at':''", "'quantity':1.5", "'quantity':9999999999",
            "'show_id':'hall'", "'id':null"
        ];
        string[] orders =
        [
            "'payed_at':'yesterday'", "'payed_at':'0000-00-00 00:00:00'", "'created_at':7", "'event_id':'x'",
            "'baskets':[7]", "'baskets':[null]", "'baskets':[{'price':1}]", "'baskets':{'1':{'id':1}}"
        ];
        var folder = Directory.CreateTempSubdirectory("shop-recorded-").FullName;
        try
        {
            string[] members =
            [
                .. tickets.Select(member => $"'baskets':[{{{Ticket},{member}}}]"),
                .. orders.Select(member => $"'baskets':[{{{Ticket}}}],{member}"),
                $"'baskets':[{{{Ticket}}}]"
            ];
            var objects = string.Join(
                ",\n", members.Select((text, index) => $"{{'id':{index + 1},{Paid},{text}}}"));
            Directory.CreateDirectory(Path.Combine(folder, "orders"));
            await File.WriteAllTextAsync(
                Path.Combine(folder, "orders/000001.json"),
                $"{{'data':[{objects}]}}".Replace('\'', '"'),
                ct);
            await using var sales = await ImportingShop.StartAsync(shop, ct);

            var result = await sales.ImportAsync(ct, new(Offline: folder));

            Assert.Equal((members.Length - 1, 1), (result.Metrics.Rejected, result.Metrics.Changed["orders"]));
            Assert.True(result.Derivation!.MartsReplaced, string.Join('\n', result.Derivation.Checks));
            Assert.Equal(
                "1 10.50 9.50",
                await sales.Database.ScalarAsync<string>(
                    $"select concat_ws(' ', tickets, revenue, refunded) from ticket_marts.sales", ct));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_proxy_that_drops_the_filter_is_noticed()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var proxy = await FlakyServer.StartAsync((_, context) => context.Response.WriteAsync(
            """{"data":[{"id":1,"name":"a"},{"id":2,"name":"b"}],"paging":{"perPage":2,"currentPage":1,"total":9}}"""));
        await using var sales = await ImportingShop.StartAsync(shop, ct, address: proxy.Url);

        var failure = await Assert.ThrowsAsync<ShopException>(() => sales.ImportAsync(ct));

        Assert.Contains("ignores the filter", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_wrong_token_is_a_failure_that_no_retry_mends(int status)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var refusing = await FlakyServer.AnsweringAsync(status, """{"error":"Some error","status":403}""");
        await using var sales = await ImportingShop.StartAsync(shop, ct, address: refusing.Url);

        var failure = await Assert.ThrowsAsync<ShopException>(() => sales.ImportAsync(ct));

        Assert.Equal(
            ($"QTickets answered {status} to events.", true, 1),
            (failure.Message, failure.Permanent, refusing.Requests));
    }

    static Task<string?> RunsAsync(ImportingShop sales, CancellationToken ct) => sales.Database.ScalarAsync<string>(
        $"""
        select string_agg(job || ' ' || status || ' ' || rows, ',' order by started_at)
        from tickets.job_runs where job = 'import'
        """, ct);
}
