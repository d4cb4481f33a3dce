using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Database;
using Shop.Pilot.Health;
using Shop.Pilot.Reports;
using Shop.Pilot.Requests;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Pilot;

namespace Shop.Tests.Web;

/// <summary>The pages of the pilot, with data.</summary>
public class StaffPilotTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_announces_maintenance_and_calls_it_off_and_support_reads_about_it()
    {
        const string Page = "/staff/pilot/health";
        var reason = $"Release <{Guid.CreateVersion7():N}>";
        using var admin = await StaffVisitor.CreateAsync(shop, Role.Admin, Ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, Ct, "en");

        var refused = await admin.SubmitAsync(
            Page, "class=\"announce\"", Ct, ("reason", reason), ("minutes", "0"), ("starts", "2038-05-01T10:30"));
        Assert.StartsWith("Не объявлено", refused.Notice, StringComparison.Ordinal);
        Assert.True(refused.Has("value=\"2038-05-01T10:30\"") && refused.Has($"value=\"{reason}\""), refused.Html);
        var announced = await admin.Browser.SubmitAsync(
            refused, "class=\"announce\"", Ct, ("reason", reason), ("minutes", "45"), ("starts", "2038-05-01T10:30"));
        Assert.Equal("Обслуживание объявлено.", announced.Notice);
        // As it was typed, in Moscow time.
        Assert.Equal(
            "2038-05-01 07:30 45",
            await shop.Database.ScalarAsync<string>(
                $"""
                select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' ' || extract(minutes from ends_at - starts_at)
                from pilot.maintenance_windows where reason = {reason}
                """, Ct));

        var read = await support.VisitAsync(Page, Ct);
        Assert.True(read.Has(reason) && read.Has("planned") && read.Has("Checks and maintenance"), read.Text);
        Assert.DoesNotContain("/staff/pilot/maintenance", read.Html, StringComparison.Ordinal);
        var id = await shop.Database.ScalarAsync<Guid>(
            $"select id from pilot.maintenance_windows where reason = {reason}", Ct);
        var opened = await admin.VisitAsync(Page, Ct);
        var ended = await admin.Browser.SubmitAsync(opened, $"/staff/pilot/maintenance/{id}/end\"", Ct);
        Assert.Equal("Обслуживание закончено или отменено.", ended.Notice);
        Assert.False(ended.Has(reason));
        Assert.Equal(
            "Это обслуживание уже закончилось.",
            (await admin.Browser.SubmitAsync(opened, $"/staff/pilot/maintenance/{id}/end\"", Ct)).Notice);
    }

    [Fact]
    public async Task The_page_of_checks_shows_what_each_of_them_saw()
    {
        var name = $"check {Guid.CreateVersion7():N}";
        await shop.Database.ExecuteAsync(
            $"""
            insert into pilot.health_states (name, status, duration_ms, detail, checked_at, recent, is_down, since)
            values ({name}, 'ERROR', 1500, 'The page <b>did</b> not answer.', now(), 'BBB', true, now())
            """, Ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, Ct);

        var page = await support.VisitAsync("/staff/pilot/health", Ct);

        Assert.True(page.Has(name) && page.Has("The page <b>did</b> not answer."), page.Text);
        Assert.True(page.Has("нет ответа") && page.Has("1,5"), page.Text);
        await shop.Database.ExecuteAsync($"delete from pilot.health_states where name = {name}", Ct);
    }

    [Fact]
    public async Task A_route_leads_to_its_slow_and_chatty_requests_with_their_traces()
    {
        var (trace, route) = (Guid.CreateVersion7(), $"/api/{SentryDoor.Unique()}/{{id}}");
        await shop.Database.ExecuteAsync(
            $"""
            with route as (
                insert into pilot.request_routes (source, method, route) values ('api', 'GET', {route}) returning id),
            intervals as (
                insert into pilot.request_intervals (minutes, at, route_id, status, writer, count, slow, chatty, lost, duration_us,
                    longest_us, statements, most_statements, sql_us, histogram, repeated, most_repeats, most_repeats_trace)
                select 1440, date_trunc('day', now(), 'UTC'), id, 200, 0, 4, 1, 1, 0, 4, 1, 9, 9, 1, '', 3, 7, {trace} from route)
            insert into pilot.requests (at, route_id, status, duration_us, statements, sql_us, is_slow, is_chatty, trace_id)
            select now(), id, 200, 3500000, 24, 1, true, false, {trace} from route
            union all select now(), id, 200, 1, 24, 1, false, true, null from route
            """, Ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, Ct, "en");

        var routes = await support.VisitAsync("/staff/pilot/routes?period=7d&by=repeated", Ct);
        var link = $"/staff/pilot/requests?period=7d&source=api&method=GET&route={Uri.EscapeDataString(route)}";
        Assert.True(routes.Has(link) && routes.Has("7×") && routes.Has($"{trace:N}"), routes.Text);
        var all = await support.VisitAsync(link, Ct);
        Assert.Matches("Slow and chatty requests\\s*<small>2</small>", all.Html);
        Assert.True(all.Has($"{trace:N}") && all.Has("3.5"), all.Text);
        var chatty = await support.VisitAsync($"{link}&kind=chatty", Ct);
        Assert.True(chatty.Has("<small>1</small>") && !chatty.Has($"{trace:N}"), chatty.Text);
        var none = await support.VisitAsync("/staff/pilot/requests?kind=nonsense&source=x", Ct);
        Assert.True(none.Has("<small>0</small>"), none.Text);
    }

    [Fact]
    public async Task A_report_with_data_is_a_page_and_three_files()
    {
        var figures = await FiguresAsync();
        var id = Guid.CreateVersion7();
        // A day that no other test takes.
        var first = new DateOnly(1900, 1, 1).AddDays(Math.Abs(id.GetHashCode() % 30_000));
        var json = JsonSerializer.Serialize(figures, ReportsJson.Default.PilotFigures);
        await shop.Database.ExecuteAsync(
            $"""
            insert into pilot.reports (id, kind, first_day, last_day, state, figures)
            values ({id}, 'daily', {first}, {first}, 'bad', {json}::json) on conflict do nothing
            """, Ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, Ct, "en");

        var page = await support.VisitAsync($"/staff/pilot/reports/{id}", Ct);

        Assert.True(page.Has("Daily report on the pilot") && page.Has("GET /api/slow"), page.Text);
        Assert.True(page.Has("The cart <is> empty") && page.Has("4,321"), page.Text);
        foreach (var format in (string[])["html", "json", "csv"])
        {
            Assert.Contains($"/staff/pilot/reports/{id}/{format}", page.Html, StringComparison.Ordinal);
            var file = await support.VisitAsync($"/staff/pilot/reports/{id}/{format}", Ct);
            Assert.Contains("4321", file.Html.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_number_of_a_report_leads_to_the_list_of_the_time_of_the_report()
    {
        var (unique, error, report) = ($"{Guid.CreateVersion7():N}", Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = TimeProvider.System.GetUtcNow();
        var from = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-4);
        var (to, within) = (from.AddDays(1), from.AddHours(3));
        await shop.Database.ExecuteAsync(
            $"""
            with checks as (
                insert into pilot.health_checks (at, name, status, duration_ms, detail, in_maintenance)
                values ({within}, {unique}, 'FAIL', 90, 'within', false), ({from}, {unique}, 'PASS', 90, 'first', false),
                    ({to}, {unique}, 'FAIL', 90, 'after', false), ({within}, {unique}, 'SKIP', 0, 'skipped', false)),
            messages as (
                insert into pilot.feedback (id, message, created_at)
                values (gen_random_uuid(), 'within ' || {unique}, {within}), (gen_random_uuid(), 'after ' || {unique}, {to}))
            insert into pilot.error_reports (id, title, description, category, severity, status, created_at, resolved_at)
            values ({error}, 'Solved ' || {unique}, '', 'ui', 'low', 'resolved', {from.AddDays(-9)}, {within})
            """, Ct);
        var figures = await FiguresAsync() with
        {
            From = from,
            To = to,
            Health = [new(unique, false, 0.5, 90, [new(within, within.AddHours(1), HealthState.Degraded)])]
        };
        var first = new DateOnly(1900, 1, 1).AddDays(Math.Abs(report.GetHashCode() % 30_000));
        var json = JsonSerializer.Serialize(figures, ReportsJson.Default.PilotFigures);
        await shop.Database.ExecuteAsync(
            $"""
            insert into pilot.reports (id, kind, first_day, last_day, state, figures)
            values ({report}, 'weekly', {first}, {first}, 'bad', {json}::json)
            """, Ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, Ct, "en");
        var page = await support.VisitAsync($"/staff/pilot/reports/{report}", Ct);

        var checks = await FollowAsync($"/staff/pilot/checks?name={unique}&");
        Assert.True(checks.Has("within") && checks.Has("first") && checks.Has("<small>2</small>"), checks.Text);
        var bad = await support.VisitAsync($"/staff/pilot/checks?name={unique}&bad=true", Ct);
        Assert.True(bad.Has("after") && bad.Has("within") && !bad.Has("first"), bad.Text);
        var resolved = await FollowAsync("/staff/errors?resolved_from=");
        Assert.True(resolved.Has($"Solved {unique}") && resolved.Has("Resolved between"), resolved.Text);
        var messages = await FollowAsync("/staff/feedback?from=");
        Assert.True(messages.Has($"within {unique}") && !messages.Has($"after {unique}"), messages.Text);
        foreach (var link in (string[])["/staff/pilot/routes?from=", "/staff/orders?from=", "/staff/pilot?from="])
            Assert.True((await FollowAsync(link)).Has("Between "), link);
        var requests = await FollowAsync("/staff/pilot/requests?from=");
        Assert.True(requests.Has("GET /api/slow") && requests.Has("Between "), requests.Text);

        async Task<Page> FollowAsync(string beginning)
        {
            var time = $"from={from:yyyy-MM-dd}T00:00Z";
            var link = Regex.Matches(page.Html, "href=\"([^\"]*)\"")
                .Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))
                .First(href => href.StartsWith(beginning, StringComparison.Ordinal));
            Assert.Contains(time, link, StringComparison.Ordinal);
            Assert.Contains($"to={to:yyyy-MM-dd}T00:00Z", link, StringComparison.Ordinal);
            var list = await support.VisitAsync(link.Split('#')[0], Ct);
            Assert.Equal(HttpStatusCode.OK, list.Status);
            return list;
        }
    }

    [Theory]
    [InlineData("overview?from=yesterday")]
    [InlineData("overview?from=2026-08-31T12:00Z")]
    [InlineData("routes?from=2026-08-31&to=2026-08-30")]
    [InlineData("requests?from=0001-01-01&to=9999-12-31")]
    [InlineData("health/results?to=soon")]
    public async Task A_time_that_is_none_is_refused(string path)
    {
        var support = await Customers.SupportAsync(shop, Ct);

        using var response = await support.Api.GetAsync($"/api/pilot/{path}", Ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, Ct);
    }

    [Fact]
    public async Task An_error_lists_its_releases_and_a_number_of_the_dashboard_its_errors()
    {
        var type = $"Late{Guid.CreateVersion7():N}Exception";
        var group = await shop.ThrowAsync($"Shop.{type}", 2, Ct);
        await shop.Database.ExecuteAsync(
            $"""
            insert into pilot.report_releases (report_id, release, count, first_seen, last_seen)
            values ({group}, '1.1.<b>', 41, now() - interval '9 days', now() - interval '8 days'), ({group}, 'none', 0, now(), now())
            """, Ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, Ct, "en");

        var page = await support.VisitAsync($"/staff/errors/{group}", Ct);
        Assert.Matches("(?s)releases.*?1\\.2\\.0.*?>2<.*?1\\.1\\.&lt;b&gt;.*?>41<", page.Html);
        Assert.DoesNotContain(">none<", page.Html, StringComparison.Ordinal);

        var at = await shop.Database.ScalarAsync<DateTime>(
            $"select created_at from pilot.error_reports where id = {group}", Ct);
        var (before, after) = ($"{at.AddMinutes(-1):yyyy-MM-ddTHH:mm}Z", $"{at.AddMinutes(1):yyyy-MM-ddTHH:mm}Z");
        var list = await support.VisitAsync($"/staff/errors?q={type}&from={before}&to={after}", Ct);
        Assert.True(list.Has($"/staff/errors/{group}") && list.Has("New between"), list.Text);
        Assert.Contains($"name=\"from\" value=\"{before}\"", list.Html, StringComparison.Ordinal);
        foreach (var time in (string[])[$"from={after}", $"to={before}", "from=yesterday"])
        {
            var empty = await support.VisitAsync($"/staff/errors?q={type}&{time}", Ct);
            Assert.True(empty.Has("<small>0</small>") && !empty.Has($"/staff/errors/{group}"), empty.Text);
        }
    }

    // The figures of today, with numbers that no other test has.
    async Task<PilotFigures> FiguresAsync()
    {
        var store = new FiguresStore(
            shop.Database,
            new(shop.Database),
            new HealthStore(shop.Database),
            Options.Create(new LimitOptions()),
            TimeProvider.System);
        var found = await store.OfDashboardAsync(DashboardPeriod.Day, Ct);
        var route = new RouteFigures(
            RequestSource.Api,
            "GET",
            "/api/slow",
            RequestFigures.None with { Count = 4321, Slow = 1, P95 = 5000, Statements = 30, Repeated = 2 });
        var error = new RecentError(
            Guid.CreateVersion7(), "The cart <is> empty", "ui", "high", "new", "carts", "person", 3,
            TimeProvider.System.GetUtcNow());
        return found with
        {
            Now = found.Now with { Requests = 4321 },
            Slowest = [route],
            Chattiest = [route],
            Repeating = [route],
            Recent = [error]
        };
    }
}
