using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shop.Database;
using Shop.Pilot.Health;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tickets.Freshness;
using Shop.Tickets.Jobs;
using Shop.Tickets.Marts;

namespace Shop.Tests.Tickets;

public class TicketApiTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Events of this test only: the graph's own marts have no sales of them.
    readonly long _event = Random.Shared.NextInt64(1L << 50, 1L << 52);

    [Fact]
    public async Task Plans_are_saved_changed_removed_and_audited()
    {
        var member = await Customers.StaffAsync(shop, Ct);
        var staff = member.Api;

        await PutAsync(staff, new { event_id = _event, month = "2031-05", tickets = 120, revenue = 150_000.50m });
        await PutAsync(staff, new { event_id = _event + 1, month = "2031-05", tickets = 1, revenue = 0 });
        await PutAsync(staff, new { event_id = _event + 1, month = "2031-05", tickets = 0, revenue = 0 });
        using var imported = await staff.PostAsJsonAsync(
            "/api/tickets/plans/import",
            new { csv = $"\uFEFFtickets;event_id;revenue;month\r\n1 200;{_event + 2};\"2 000 000,75\";2031-05\r\n" },
            Ct);

        Assert.Equal(1, (int)(await imported.AnswerAsync(HttpStatusCode.OK, Ct))["saved"]!);
        var plans = (await staff.GetJsonAsync("/api/tickets/plans?month=2031-05", Ct)).AsArray()
            .Where(plan => (long)plan!["event_id"]! >= _event && (long)plan["event_id"]! <= _event + 2)
            .Select(plan => $"{(long)plan!["event_id"]! - _event} {plan["planned_tickets"]} {plan["planned_revenue"]}");
        Assert.Equal(["2 1200 2000000.75", "0 120 150000.50"], plans);
        Assert.Equal(4, await shop.Database.ScalarAsync<long>(
            $"select count(*) from staff.audit where actor = {member.Id} and action = 'tickets.plans_changed'", Ct));
    }

    [Fact]
    public async Task A_table_with_a_wrong_line_is_refused_as_a_whole_with_the_number_of_the_line()
    {
        var staff = (await Customers.StaffAsync(shop, Ct)).Api;

        using var refused = await staff.PostAsJsonAsync(
            "/api/tickets/plans/import",
            new { csv = $"event_id,month,tickets,revenue\n{_event},2031-06,5,100.00\n{_event},June,-5,1.234\n\"" }, Ct);
        using var empty = await staff.PostAsJsonAsync("/api/tickets/advertising/import", new { csv = "day,cost" }, Ct);

        var problems = (await refused.AnswerAsync(HttpStatusCode.BadRequest, Ct))["errors"]!["csv"]!.AsArray();
        Assert.Contains("Line 3: month cannot be \"June\".", problems.Select(problem => (string)problem!));
        Assert.Contains("Line 3: tickets cannot be \"-5\".", problems.Select(problem => (string)problem!));
        Assert.Contains("Line 3: revenue cannot be \"1.234\".", problems.Select(problem => (string)problem!));
        Assert.Equal(
            "The column utm_source is missing.",
            (string)(await empty.AnswerAsync(HttpStatusCode.BadRequest, Ct))["errors"]!["csv"]![0]!);
        Assert.False(await shop.Database.ScalarAsync<bool>(
            $"select exists (select from ticket_facts.plans where event_id = {_event})", Ct));
    }

    [Fact]
    public async Task Sales_refunds_plan_and_advertising_add_up()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        var now = TimeProvider.System.GetUtcNow();
        var sales = new SalesQueries(warehouse.Source, TimeProvider.System);
        await warehouse.StageAsync(
            "orders",
            Ct,
            Warehouse.Order(1, now, new { utm_source = "vk" }, (10, 1000, new { }), (11, 500.50m, new { })),
            Warehouse.Order(
                2, now.AddDays(-40), null, (20, 700, new { refunded_at = $"{now:O}", refunded_amount = 600 })));
        await warehouse.DeriveAsync(Ct);
        await warehouse.Connection.ExecuteAsync(
            $"insert into ticket_facts.advertising values ({sales.Today}, 'vk', '', '', 100000)", Ct);
        await warehouse.Connection.ExecuteAsync(
            $"insert into ticket_facts.plans values (1, date_trunc('month', {sales.Today})::date, 4, 300100)", Ct);

        var overview = await sales.OverviewAsync(30, null, Ct);
        var (_, refunds) = await sales.RefundsAsync(sales.Today, sales.Today, 1, 10, Ct);
        var (count, returns) = await new Shop.Tickets.Plans.AdvertisingStore(warehouse.Source).ListAsync(
            sales.Today, sales.Today, 1, 10, Ct);
        var plan = Assert.Single(await new Shop.Tickets.Plans.PlanStore(warehouse.Source).ListAsync(
            new(sales.Today.Year, sales.Today.Month, 1), Ct));

        Assert.Equal(new SalesSums(2, 1500.50m, 0, 0), overview.Now);
        Assert.Equal(new SalesSums(1, 700, 1, 600), overview.Before);
        Assert.Equal((1L, 1500.50m), (overview.ByEvent.Single().EventId, overview.ByEvent[0].Sums.Net));
        Assert.Equal((1L, 600m, 100m), (refunds.Single().Tickets, refunds[0].Refunded, refunds[0].Withheld));
        Assert.Equal((1L, (decimal?)0.5005m), (count, returns.Single().ReturnOnCost));
        Assert.Equal((2L, (decimal?)0.5m, (decimal?)0.5m), (plan.Tickets, plan.TicketsShare, plan.RevenueShare));
    }

    [Fact]
    public async Task A_source_ages_from_fresh_over_late_to_stale_and_a_shop_without_imports_has_none()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var freshness = new TicketFreshness(
            warehouse.Source, Options.Create(new TicketFreshnessOptions { OrdersError = TimeSpan.FromHours(3) }), time);
        Assert.Equal((FreshnessStatus.Ok, 0), await StateAsync());

        await JobRunStore.BeginAsync(warehouse.Connection, Guid.CreateVersion7(), TicketJob.Import, Ct);
        Assert.Equal((FreshnessStatus.Error, 6), await StateAsync());

        await warehouse.StageAsync("orders", Ct, Warehouse.Order(1, time.GetUtcNow(), null, (10, 1, new { })));
        await warehouse.Connection.ExecuteAsync($"update ticket_staging.sources set completed_at = now()", Ct);
        await warehouse.DeriveAsync(Ct);
        Assert.Equal((FreshnessStatus.Ok, 6), await StateAsync());
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((FreshnessStatus.Warning, 6), await StateAsync());
        time.Advance(TimeSpan.FromHours(2));
        var stale = (await freshness.MeasureAsync(Ct)).Sources.Where(source => source.Status == FreshnessStatus.Error);
        Assert.Equal(TicketSource.Orders, Assert.Single(stale).Source);

        async Task<(FreshnessStatus, int)> StateAsync()
        {
            var report = await freshness.ReadAsync(Ct);
            return (report.Status, report.Sources.Count);
        }
    }

    [Fact]
    public async Task A_stale_source_is_an_outage_of_the_pilot_until_it_is_fresh_again()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        var checks = new TicketSalesChecks(
            new(warehouse.Source, Options.Create(new TicketFreshnessOptions()), TimeProvider.System));
        var store = new HealthStore(warehouse.Source);
        Assert.Empty(await checks.RunAsync(Ct));
        await warehouse.StageAsync(
            "orders", Ct, Warehouse.Order(1, TimeProvider.System.GetUtcNow(), null, (10, 1, new { })));
        await warehouse.DeriveAsync(Ct);

        await warehouse.Connection.ExecuteAsync(
            $"""
            update ticket_staging.sources
            set completed_at = now() - case resource when 'orders' then interval '7 hours' else interval '2 hours' end
            """, Ct);
        var down = Assert.Single(await RunAsync(3));
        Assert.Equal(("ticket sales: orders", true), (down.Result.Name, down.IsDown));
        Assert.EndsWith("it should be at most 6 h old.", down.Result.Detail, StringComparison.Ordinal);
        await warehouse.Connection.ExecuteAsync($"update ticket_staging.sources set completed_at = now()", Ct);
        Assert.False(Assert.Single(await RunAsync(3)).IsDown);

        async Task<List<StateChange>> RunAsync(int times)
        {
            var changes = new List<StateChange>();
            for (var i = 0; i < times; i++)
                changes.AddRange(await store.RecordAsync(await checks.RunAsync(Ct), _ => Sql.Of($"select"), Ct));
            return changes;
        }
    }

    [Fact]
    public async Task The_probe_tells_anybody_and_an_import_is_asked_for_by_staff()
    {
        using var probe = await shop.Api.GetAsync("/health/freshness", Ct);
        Assert.Contains(probe.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
        var report = (await probe.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
        Assert.Equal(
            probe.StatusCode == HttpStatusCode.OK, (string)report["status"]! is "ok" or "warning");

        var staff = await Customers.StaffAsync(shop, Ct);
        using var asked = await staff.Api.PostAsync("/api/tickets/runs", null, Ct);
        var task = (string)(await asked.AnswerAsync(HttpStatusCode.Accepted, Ct))["task_id"]!;
        Assert.Equal(
            "tickets.import", (string)(await staff.Api.GetJsonAsync($"/api/tasks/{task}/status", Ct))["kind"]!);
        string[] wrong =
        [
            "overview?days=0", "overview?event_id=x", "sales?from=2026-13-01", "sales?from=2026-02-01&to=2026-01-01",
            "plans?month=may"
        ];
        foreach (var nonsense in wrong)
        {
            using var refused = await staff.Api.GetAsync($"/api/tickets/{nonsense}", Ct);
            Assert.Equal((nonsense, HttpStatusCode.BadRequest), (nonsense, refused.StatusCode));
        }
    }

    static async Task PutAsync(HttpClient staff, object plan)
    {
        using var saved = await staff.PutAsJsonAsync("/api/tickets/plans", new { plans = new[] { plan } }, Ct);
        Assert.Equal(1, (int)(await saved.AnswerAsync(HttpStatusCode.OK, Ct))["saved"]!);
    }
}
