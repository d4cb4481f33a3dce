using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Tickets;
using Shop.Tickets;
using Shop.Tickets.Checks;
using Shop.Tickets.Facts;
using Shop.Tickets.Freshness;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class TicketPageTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    static readonly string ScreenshotFolder = Path.Combine(Repository.Root, "artifacts", "pages");

    readonly long _event = Random.Shared.NextInt64(1L << 46, 1L << 47);

    [Fact]
    public async Task Sales_plans_and_costs_are_seen_and_entered_on_every_screen()
    {
        await SellAsync();
        var page = await OpenAsync();
        await page.LogInAsync(await Customers.StaffAsync(Shop, Ct), $"/staff/tickets?days=7&event={_event}");

        await Expect(page.Locator("main")).ToContainTextAsync("Концерт <b>в парке</b>");
        await Expect(page.Locator("#revenue-data")).ToContainTextAsync("310");
        await ShowAsync("tickets-light", ColorScheme.Light, 1280);
        await ShowAsync("tickets-dark", ColorScheme.Dark, 1280);
        await ShowAsync("tickets-phone", ColorScheme.Light, 360);

        await page.GotoAsync("/staff/tickets/plan");
        await page.FillAsync($"#tickets-{_event}", "100");
        await page.FillAsync($"#revenue-{_event}", "3 100,00");
        await page.Locator($"form:has(#tickets-{_event}) button").ClickAsync();
        await Expect(page.Notice()).ToContainTextAsync("Сохранено строк: 1.");
        await Expect(page.Locator($"tr:has(#tickets-{_event})")).ToContainTextAsync("10 %");
        await ShowAsync("tickets-plan", ColorScheme.Light, 360);
        await page.SetViewportSizeAsync(1280, 900);
        await UploadAsync(page, $"event_id;month;tickets;revenue\n{_event};{Month};-1;5\n");
        await Expect(page.Notice()).ToContainTextAsync("Ничего не сохранено. Line 2: tickets cannot be \"-1\".");
        await UploadAsync(page, $"event_id;month;tickets;revenue\n{_event};{Month};50;1000\n");
        await Expect(page.Locator($"#revenue-{_event}")).ToHaveValueAsync("1000");

        await page.GotoAsync("/staff/tickets/advertising");
        await page.FillAsync("#f-day", $"{Today:yyyy-MM-dd}");
        await page.FillAsync("#f-source", $"source-{_event}");
        await page.FillAsync("#f-cost", "100");
        await page.ClickAsync(".new-cost button");
        await Expect(page.Locator($".rows tr:has-text('source-{_event}')")).ToContainTextAsync("200 %");
        await ShowAsync("tickets-advertising", ColorScheme.Dark, 1280);

        await page.GotoAsync("/staff/tickets/refunds?days=7");
        await Expect(page.Locator($"tr:has(a[href$='event={_event}'])")).ToContainTextAsync("90");
        await ShowAsync("tickets-refunds", ColorScheme.Light, 1280);

        await page.GotoAsync("/staff/tickets/runs?job=derive");
        await Expect(page.Locator("main")).ToContainTextAsync("Цифры этих страниц");
        await ShowAsync("tickets-runs", ColorScheme.Light, 360);

        await page.GotoAsync("/staff/audit?subject=tickets");
        var trail = page.Locator(".rows");
        await Expect(trail).ToContainTextAsync("изменены планы по билетам");
        await Expect(trail).ToContainTextAsync("сохранено строк: 1");
        await Expect(trail).Not.ToContainTextAsync("tickets.");

        var csv = await page.Context.APIRequest.GetAsync("/staff/tickets/export/sales?days=7");
        Assert.Contains($",{_event},Концерт <b>в парке</b>,", await csv.TextAsync(), StringComparison.Ordinal);

        async Task ShowAsync(string name, ColorScheme scheme, int width)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            Assert.Empty(await page.ViolationsAsync());
            Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, width);
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(ScreenshotFolder, $"{name}.png"), FullPage = true });
        }
    }

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(3));
    static DateOnly Today => DateOnly.FromDateTime(Now.DateTime);
    static string Month => $"{Today:yyyy-MM}";

    static async Task UploadAsync(IPage page, string csv)
    {
        await page.ClickAsync(".upload summary");
        await page.SetInputFilesAsync(
            "#f-file",
            new FilePayload { Name = "plan.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        await page.ClickAsync(".upload button");
    }

    // Three tickets of 100 roubles and a returned one, in the graph's own warehouse.
    async Task SellAsync()
    {
        await using var connection = await Shop.Database.OpenConnectionAsync(Ct);
        await Eventually.WaitUntilAsync(
            () => TicketLock.TryTakeAsync(connection, Ct),
            taken => taken,
            TimeSpan.FromSeconds(20),
            "the lock of imports");
        try
        {
            JsonObject[] orders =
            [
                Warehouse.Order(
                    _event, Now, new { utm_source = $"source-{_event}" },
                    Enumerable.Range(0, 3).Select(i => (_event * 8 + i, 100m, (object)new { show_id = _event }))),
                Warehouse.Order(
                    _event + 1, Now, null,
                    (_event * 8 + 3, 100m, new { show_id = _event, refunded_at = $"{Now:O}", refunded_amount = 90 }))
            ];
            foreach (var order in orders)
                order["event_id"] = _event;
            await Warehouse.StageAsync(connection, "orders", Ct, orders);
            await Warehouse.StageAsync(connection, "events", Ct, new JsonObject
            {
                ["id"] = _event,
                ["name"] = "Концерт <b>в парке</b>",
                ["updated_at"] = $"{Now:O}"
            });
            var derivation = new TicketDerivation(new TicketChecks(
                Options.Create(new TicketCheckOptions()), Options.Create(new TicketFreshnessOptions())));
            var result = await derivation.RunAsync(connection, Guid.CreateVersion7(), Ct);
            Assert.True(result.MartsReplaced, string.Join('\n', result.Checks));
            await connection.ExecuteAsync(
                $"update ticket_staging.sources set completed_at = coalesce(completed_at, now())", Ct);
        }
        finally
        {
            await TicketLock.ReleaseAsync(connection);
        }
    }
}
