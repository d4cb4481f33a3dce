using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shop.Database;
using Shop.Tests.Accounts;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class DashboardTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    static readonly string ScreenshotFolder = Path.Combine(Repository.Root, "artifacts", "pages");

    [Fact]
    public async Task The_dashboard_updates_itself_keeps_an_open_table_open_and_leads_to_the_lists()
    {
        var page = await OpenAsync();
        Forgive("/staff/errors");
        await page.Clock.InstallAsync();
        await page.LogInAsync(await Customers.SupportAsync(Shop, Ct), "/staff/pilot?period=24h");
        await Expect(page.Locator("#pilot .state")).ToContainTextAsync("Пилот");
        await ReportAsync(3);

        await page.ClickAsync("#trend-open");
        await page.FocusAsync("#trend-open");
        var title = await ReportAsync(2);
        await page.Clock.FastForwardAsync(16_000);
        await Expect(page.Locator("#pilot")).ToContainTextAsync(title);
        await Expect(page.Locator("#trend-data")).ToHaveAttributeAsync("open", "");
        await Expect(page.Locator("#trend-open")).ToBeFocusedAsync();

        await page.Locator("#category a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(
            new Regex(@"/staff/errors\?category=\w+&from=[\d-]+T\d\d:00Z&to=[\d-]+T\d\d:00Z$"));
    }

    [Fact]
    public async Task The_dashboard_can_be_seen_in_both_color_schemes_and_on_a_phone()
    {
        await ReportAsync(4);
        var page = await OpenAsync();
        await page.LogInAsync(await Customers.SupportAsync(Shop, Ct), "/staff/pilot?period=24h");

        await ShowAsync("pilot-light", ColorScheme.Light, 1280);
        await ShowAsync("pilot-dark", ColorScheme.Dark, 1280);
        await ShowAsync("pilot-phone", ColorScheme.Light, 360);

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

    async Task<string> ReportAsync(int count)
    {
        var title = $"Не открывается корзина {Guid.CreateVersion7():N}";
        await Shop.Database.ExecuteAsync(
            $"""
            insert into pilot.error_reports (id, title, description, category, severity, module)
            select gen_random_uuid(), {title}, '', (array['ui', 'data', 'performance'])[1 + i % 3],
                (array['high', 'medium', 'low'])[1 + i % 3], 'cart'
            from generate_series(1, {count}) i
            """, Ct);
        return title;
    }
}
