using Microsoft.Playwright;
using Shop.Database;
using Shop.Tests.Browser;

namespace Shop.Tests.Pilot;

/// <summary>What fails in a browser, as the site's own script, the browser itself and Sentry's SDK report it.</summary>
public class BrowserErrorTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    const string Folder = "/sdk-test/";

    readonly string _unique = SentryDoor.Unique();

    [Fact]
    public async Task A_script_error_on_a_page_of_the_site_is_one_report()
    {
        Forgive(_unique);
        var page = await OpenAsync();
        await page.GotoAsync("/");

        for (var i = 0; i < 3; i++)
            await page.EvaluateAsync($"setTimeout(() => {{ throw new TypeError('{_unique} is null') }})");

        Assert.Equal("browser 1 ui high", await ReportAsync("TypeError"));
        Assert.Equal("/ shop.browser", await TextAsync(
            $"""
            select concat_ws(' ', o.data->>'transaction', case when o.release like 'shop@%' then 'shop.browser' end)
            from pilot.occurrences o join pilot.error_reports r on r.id = o.report_id where position({_unique} in r.title) > 0
            """));
    }

    [Fact]
    public async Task What_the_policy_of_a_page_refuses_is_reported_by_the_browser()
    {
        Forgive(_unique);
        var page = await OpenAsync();
        await page.GotoAsync("/");

        await page.EvaluateAsync(
            "src => document.head.append(Object.assign(document.createElement('script'), { src }))",
            $"https://{_unique}.example/a.js");

        Assert.Equal("browser 1 security medium", await ReportAsync("script-src"));
    }

    [Fact]
    public async Task The_SDK_for_browsers_reports_errors_feedback_and_what_it_measured()
    {
        var modules = Environment.GetEnvironmentVariable("SHOP_SDKS") ?? "";
        Require.Unless(Directory.Exists(modules), "Sentry's SDK for browsers", "`./dev test` installs it with npm");
        Forgive(_unique);
        var page = await OpenAsync();
        await page.RouteAsync($"**{Folder}**", route => ServeAsync(route, modules));
        var door = await SentryDoor.OfAsync(Shop, Ct);
        await page.GotoAsync($"{Folder}index.html");
        await page.WaitForFunctionAsync("window.Sentry");

        await page.EvaluateAsync(
            """
            ([dsn, unique]) => {
              Sentry.init({ dsn, release: 'page@1.0', environment: 'tests', tracesSampleRate: 1 });
              const place = () => { throw new RangeError(`${unique} of ivan@example.com`); };
              setTimeout(place);
            }
            """, new[] { door.Dsn, _unique });
        Assert.Equal("browser 1 ui high", await ReportAsync("RangeError"));
        await page.EvaluateAsync(
            """
            async unique => {
              const associatedEventId = Sentry.lastEventId();
              Sentry.captureFeedback({ message: `It broke, ${unique}`, email: 'ivan@example.com', associatedEventId });
              Sentry.startSpan({ name: `/${unique}/checkout`, op: 'ui.action' },
                () => Sentry.startSpan({ name: 'select 1', op: 'db.query' }, () => {}));
              await Sentry.flush(10000);
            }
            """, _unique);

        Assert.Equal("page@1.0 1", await Eventually.WaitUntilAsync(
            () => TextAsync(
                $"""
                select concat_ws(' ', r.last_release, count(f.id)) from pilot.error_reports r
                left join pilot.feedback f on f.report_id = r.id and f.message = 'It broke, ' || {_unique}
                where position({_unique} in r.title) > 0 and r.title like 'RangeError%' group by r.id
                """),
            text => text.EndsWith('1'),
            TimeSpan.FromSeconds(10),
            "feedback"));
        Assert.Equal("ui.action 200 1", await Eventually.WaitUntilAsync(
            () => TextAsync(
                $"""
                select concat_ws(' ', t.method, r.status, r.statements)
                from pilot.requests r join pilot.request_routes t on t.id = r.route_id
                where t.source = 'sdk' and t.route = '/' || {_unique} || '/checkout'
                """),
            text => text.Length > 0,
            TimeSpan.FromSeconds(20),
            "the measurement"));
    }

    // The modules as npm has them, found by an import map.
    static Task ServeAsync(IRoute route, string modules)
    {
        var path = new Uri(route.Request.Url).AbsolutePath[Folder.Length..];
        if (path == "index.html")
            return route.FulfillAsync(new() { ContentType = "text/html", Body = Html });
        var file = Path.Combine(modules, "node_modules", path);
        return route.FulfillAsync(new() { ContentType = "text/javascript", Body = File.ReadAllText(file) });
    }

    const string Html =
        """
        <!DOCTYPE html><link rel="icon" href="data:,">
        <script type="importmap">{"imports":{
        "@sentry/browser":"/sdk-test/@sentry/browser/build/npm/esm/prod/index.js",
        "@sentry/browser-utils":"/sdk-test/@sentry/browser-utils/build/esm/index.js",
        "@sentry/core":"/sdk-test/@sentry/core/build/esm/index.js",
        "@sentry/core/browser":"/sdk-test/@sentry/core/build/esm/browser.js",
        "@sentry/conventions/attributes":"/sdk-test/@sentry/conventions/dist/attributes.mjs",
        "@sentry/conventions/op":"/sdk-test/@sentry/conventions/dist/op.mjs",
        "@sentry/conventions/metrics":"/sdk-test/@sentry/conventions/dist/metrics.mjs",
        "@sentry/feedback":"/sdk-test/@sentry/feedback/build/npm/esm/index.js",
        "@sentry/replay":"/sdk-test/@sentry/replay/build/npm/esm/index.js",
        "@sentry/replay-canvas":"/sdk-test/@sentry/replay-canvas/build/npm/esm/index.js",
        "web-vitals":"/sdk-test/web-vitals/dist/web-vitals.js"}}</script>
        <script type="module">import * as Sentry from '@sentry/browser'; window.Sentry = Sentry;</script>
        """;

    Task<string> ReportAsync(string title) => Eventually.WaitUntilAsync(
        () => TextAsync(
            $"""
            select concat_ws(' ', source, count, category, severity) from pilot.error_reports
            where starts_with(title, {title}) and position({_unique} in title) > 0
            """),
        text => text.Length > 0,
        TimeSpan.FromSeconds(20),
        "the report");

    async Task<string> TextAsync(Sql sql) => await Shop.Database.ScalarAsync<string>(sql, Ct) ?? "";
}
