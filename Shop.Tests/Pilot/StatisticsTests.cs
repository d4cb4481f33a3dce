using System.Net;
using System.Text.Json;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Database;
using Shop.Tests.Http;

namespace Shop.Tests.Pilot;

public class StatisticsTests(ShopFixture shop, LimitedApi production) : IClassFixture<LimitedApi>
{
    [Fact]
    public async Task Anybody_may_read_the_numbers_in_the_form_of_the_contract()
    {
        var ct = TestContext.Current.CancellationToken;
        await shop.ReportAsync(ct, severity: "critical", module: "carts");

        var statistics = (await shop.Api.GetJsonAsync($"{Reports.Path}/statistics", ct)).AsObject();

        Assert.Equal(
            [
                "total_errors", "by_category", "by_severity", "by_status", "by_module", "unresolved_critical",
                "error_trend"
            ],
            statistics.Select(field => field.Key));
        Assert.Equal(7, statistics["error_trend"]!.AsArray().Count);
        Assert.True((long)statistics["unresolved_critical"]! >= 1);
        foreach (var name in (string[])["category", "severity", "status", "module"])
        {
            var counts = statistics[$"by_{name}"]!.AsArray().Select(count => (long)count!["count"]!).ToList();
            Assert.Equal(counts.OrderDescending(), counts);
            Assert.All(statistics[$"by_{name}"]!.AsArray(), count => Assert.NotNull((string?)count![name]));
        }
        var report = (await shop.Admin.GetJsonAsync($"{Reports.Path}/daily_report", ct)).AsObject();
        Assert.Equal(
            ["date", "new_errors", "resolved_errors", "critical_errors", "slow_requests", "top_error_categories"],
            report.Select(field => field.Key));
        Assert.True((long)report["critical_errors"]! >= 1);
    }

    [Theory]
    [InlineData("statistics?days=0")]
    [InlineData("statistics?days=-7")]
    [InlineData("statistics?days=seven")]
    [InlineData("statistics?days=99999999999")]
    [InlineData("daily_report?date=yesterday")]
    [InlineData("daily_report?date=2026-02-30")]
    [InlineData("daily_report?date=0001-01-01")]
    public async Task Nonsense_is_refused_with_the_field(string path)
    {
        var ct = TestContext.Current.CancellationToken;

        using var response = await shop.Admin.GetAsync($"{Reports.Path}/{path}", ct);

        Assert.Equal(
            [path.StartsWith("daily", StringComparison.Ordinal) ? "date" : "days"],
            (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task Where_the_statistics_are_not_public_support_reads_them()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(await Customers.RegisterAsync(shop, ct)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await Customers.SupportAsync(shop, ct)));

        async Task<HttpStatusCode> StatusAsync(Customer? caller)
        {
            using var client = production.Client(caller?.Access);
            using var response = await client.GetAsync($"{Reports.Path}/statistics", ct);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task After_any_changes_the_numbers_are_those_of_counting_the_reports()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var statistics = new StatisticsStore(database.Source, TimeProvider.System);
        await database.Source.ExecuteAsync(
            $"""
            insert into pilot.error_reports (id, title, description, category, severity, status, module, created_at)
            select gen_random_uuid(), 't', 'd',
                ({EnumNames.All<ErrorCategory>().ToArray()}::text[])[1 + n % 7],
                ({EnumNames.All<ErrorSeverity>().ToArray()}::text[])[1 + n % 4],
                ({EnumNames.All<ErrorStatus>().ToArray()}::text[])[1 + n % 6],
                (array['carts', 'orders', null])[1 + n % 3], now() - n * interval '1 hour'
            from generate_series(0, 199) n
            """, ct);
        await AssertRightAsync();
        await database.Source.ExecuteAsync(
            $"""
            update pilot.error_reports set severity = 'low', module = 'catalog'
            where severity = 'critical' and category = 'ui'
            """, ct);
        await database.Source.ExecuteAsync($"update pilot.error_reports set count = count + 1, last_seen = now()", ct);
        await database.Source.ExecuteAsync(
            $"""
            update pilot.error_reports set merged_into = (select id from pilot.error_reports where category = 'data' limit 1)
            where category = 'security'
            """, ct);
        await AssertRightAsync();
        await database.Source.ExecuteAsync($"delete from pilot.error_reports where category = 'other'", ct);
        await database.Source.ExecuteAsync(
            $"update pilot.error_reports set status = 'new' where status = 'resolved'", ct);
        await AssertRightAsync();
        // Half of the reports were changed, and the rows of changes are gone.
        await statistics.AddUpAsync(ct);
        await AssertRightAsync();
        Assert.Equal(0, await database.Source.ScalarAsync<long>(
            $"""
            select count(*) from (
                select from pilot.report_counts group by day, dimension, name having count(*) > 1 or sum(count) <= 0) wrong
            """, ct));

        async Task AssertRightAsync()
        {
            var read = await statistics.OfDaysAsync(5, ct);
            Assert.Equal(await CountedAsync("category"), read.ByCategory.ToDictionary(c => c.Category, c => c.Count));
            Assert.Equal(await CountedAsync("severity"), read.BySeverity.ToDictionary(c => c.Severity, c => c.Count));
            Assert.Equal(await CountedAsync("status"), read.ByStatus.ToDictionary(c => c.Status, c => c.Count));
            Assert.Equal(await CountedAsync("module"), read.ByModule.ToDictionary(c => c.Module, c => c.Count));
            Assert.Equal(
                await CountedAsync("day"),
                read.ErrorTrend.ToDictionary(day => $"{day.Date:yyyy-MM-dd}", day => day.Count));
            Assert.Equal(read.TotalErrors, read.ErrorTrend.Sum(day => day.Count));
            Assert.Equal(read.UnresolvedCritical, await database.Source.ScalarAsync<long>(
                $"""
                select count(*) from pilot.error_reports
                where severity = 'critical' and status not in ('resolved', 'wont_fix') and merged_into is null
                """, ct));
        }

        async Task<Dictionary<string, long>> CountedAsync(string column)
        {
            var counts = await database.Source.ScalarAsync<string>(
                $"""
                select json_object_agg(name, count)::text from (
                    select case {column} when 'category' then category when 'severity' then severity when 'status' then status
                        when 'module' then coalesce(module, 'none') else (created_at at time zone 'utc')::date::text end as name,
                        count(*)
                    from pilot.error_reports
                    where merged_into is null
                        and created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc' - interval '4 days'
                    group by 1) counted
                """, ct);
            return JsonSerializer.Deserialize<Dictionary<string, long>>(counts!)!;
        }
    }

    [Fact]
    public async Task A_daily_report_counts_the_errors_and_the_slow_requests_of_its_day()
    {
        var ct = TestContext.Current.CancellationToken;
        var day = new DateOnly(2001, 1, 1).AddDays(Random.Shared.Next(3000));
        var (noon, support) = (day.ToDateTime(new(12, 0), DateTimeKind.Utc), await Customers.SupportAsync(shop, ct));
        await shop.Database.ExecuteAsync(
            $"""
            with route as (
                insert into pilot.request_routes (source, method, route) values ('api', '', '')
                on conflict (source, method, route) do update set route = '' returning id),
            reports as (
                insert into pilot.error_reports (id, title, description, category, severity, status, created_at, resolved_at)
                select gen_random_uuid(), 't', 'd', case when n < 3 then 'ui' else 'data' end,
                    case n when 0 then 'critical' else 'low' end, case n when 1 then 'resolved' else 'new' end, {noon},
                    case n when 1 then {noon}::timestamptz end
                from generate_series(0, 3) n)
            insert into pilot.request_intervals (minutes, at, route_id, status, writer, count, slow, chatty, lost, duration_us,
                longest_us, statements, most_statements, sql_us, histogram)
            select 60, {noon}, id, 200, 0, 9, 3, 0, 0, 1, 1, 1, 1, 1, '' from route
            """, ct);

        var report = await support.Api.GetJsonAsync($"{Reports.Path}/daily_report?date={day:yyyy-MM-dd}", ct);

        Assert.Equal(
            ($"{day:yyyy-MM-dd}", 4, 1, 1, 3),
            (
                (string)report["date"]!,
                (int)report["new_errors"]!,
                (int)report["resolved_errors"]!,
                (int)report["critical_errors"]!,
                (int)report["slow_requests"]!));
        Assert.Equal(
            ["ui 3", "data 1"],
            report["top_error_categories"]!.AsArray().Select(one => $"{one!["category"]} {one["count"]}"));
        await shop.Database.ExecuteAsync($"delete from pilot.error_reports where created_at = {noon}", ct);
        await shop.Database.ExecuteAsync($"delete from pilot.request_intervals where at = {noon}", ct);
    }

    [Fact]
    public async Task Similar_reports_come_best_first_without_the_report_itself_and_merged_ones()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var word = $"купон{Guid.CreateVersion7().ToString("N")[..12]}";
        var id = await shop.ReportAsync(ct, $"Скидка {word} не применяется");
        var same = await shop.ReportAsync(ct, $"Скидка {word} не применяется!");
        var close = await shop.ReportAsync(ct, "Другое", $"При оплате скидки {word} пропадают.");
        var merged = await shop.ReportAsync(ct, $"Скидка {word} не применяется.");
        await support.Api.DoAsync(merged, "merge", new { into = close }, ct);

        var similar = (await support.Api.GetJsonAsync($"{Reports.Path}/{id}/similar", ct)).AsArray();

        Assert.Equal([same, close], similar.Select(one => (Guid)one!["id"]!).Where(one => one == same || one == close));
        Assert.DoesNotContain(similar, one => (Guid)one!["id"]! == id || (Guid)one["id"]! == merged);
        var scores = similar.Select(one => (double)one!["score"]!).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.InRange(scores[0], 0.9, 1);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
    }
}
