using Microsoft.Playwright;
using Shop.Tests.Accounts;
using Shop.Tests.Pilot;

namespace Shop.Tests.Browser;

public class PageTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    const int PhoneWidth = 360;
    const double MaxLayoutShift = 0.02;
    const string LayoutShift =
        """
        () => {
          const observer = new PerformanceObserver(() => {});
          observer.observe({ type: 'layout-shift', buffered: true });
          return observer.takeRecords().reduce((sum, shift) => sum + shift.value, 0);
        }
        """;
    static readonly string ScreenshotFolder = Path.Combine(Repository.Root, "artifacts", "pages");

    // Pages with a name are saved as screenshots.
    static readonly (string Address, string? Name)[] Pages =
    [
        ("/", "home"),
        ("/catalog", "catalog"),
        ("/catalog?search=xyzzyxyzzy", null),
        ("/products/{product}?city=Тверь&postal_code=170000", "product"),
        ("/cart", "cart"),
        ("/checkout", "checkout"),
        ("/orders/{waiting}/pay?payment={payment}", null),
        ("/orders/{waiting}", null),
        ("/orders/{paid}", "order"),
        ("/orders", "orders"),
        ("/profile", "profile"),
        ("/login", "login"),
        ("/register", "register"),
        ("/forgot-password", null),
        ("/reset-password?token=x", null),
        ("/verify-email?token=x", null),
        ("/report", null),
        ("/no/such/page", null),
        ("/unavailable", null)
    ];

    static readonly (string Address, string? Name)[] StaffPages =
    [
        ("/staff", "staff"),
        ("/staff/pilot", null),
        ("/staff/pilot/routes", "pilot-routes"),
        ("/staff/pilot/reports", null),
        ("/staff/pilot/requests", "pilot-requests"),
        ("/staff/pilot/health", "pilot-health"),
        ("/staff/pilot/checks", "pilot-checks"),
        ("/staff/orders", null),
        ("/staff/orders/{paid}", "staff-order"),
        ("/staff/payments", null),
        ("/staff/refunds", null),
        ("/staff/customers", null),
        ("/staff/customers/{customer}", null),
        ("/staff/errors", "staff-errors"),
        ("/staff/feedback", null),
        ("/staff/calls", "staff-calls"),
        ("/staff/bookings?station=019b76dc-0000-7a10-8b01-3f5a9c1e0001", "staff-bookings"),
        ("/staff/knowledge?question=сколько+стоит+доставка", "staff-knowledge"),
        ("/staff/knowledge/new", null),
        ("/staff/products", null),
        ("/staff/products?shelf=archived", null),
        ("/staff/products/new", null),
        ("/staff/products/{product}", null),
        ("/staff/stock", null),
        ("/staff/letters", null),
        ("/staff/tasks", null),
        ("/staff/audit", null),
        ("/staff/analytics", "staff-analytics")
    ];

    [Fact]
    public async Task Every_page_is_accessible_in_both_color_schemes_and_on_a_phone()
    {
        var regular = await ReturningCustomer.CreateAsync(Shop, Ct);
        var page = await OpenAsync();
        // The payment page redirects by itself. A provider that answers 204 keeps the browser on it.
        await page.RouteAsync($"{Shop.WireMock.BaseAddress}**", route => route.FulfillAsync(new() { Status = 204 }));
        Forgive("/no/such/page");

        Assert.Empty(await FindProblemsAsync(page, regular.Customer, regular, Pages));

        await page.EvaluateAsync("() => document.documentElement.removeAttribute('lang')");
        Assert.StartsWith("html-has-lang: ", Assert.Single(await page.ViolationsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_staff_page_is_accessible_in_both_color_schemes_and_on_a_phone()
    {
        var group = await Shop.ThrowAsync($"Shop.Late{Guid.CreateVersion7():N}Exception", 3, Ct);
        var reported = await Shop.ReportAsync(Ct, "Корзина пустая после входа", severity: "critical", module: "carts");

        Assert.Empty(await FindProblemsAsync(
            await OpenAsync(),
            await Customers.AdminAsync(Shop, Ct),
            await ReturningCustomer.CreateAsync(Shop, Ct),
            [.. StaffPages, ($"/staff/errors/{group}", "staff-error"), ($"/staff/errors/{reported}", null)]));
    }

    // One tab for all pages: starting a browser context would take most of the time of a page.
    static async Task<List<string>> FindProblemsAsync(
        IPage page, Customer visitor, ReturningCustomer regular, (string Address, string? Name)[] pages)
    {
        await page.LogInAsync(visitor);
        var problems = new List<string>();
        foreach (var (address, name) in pages)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(regular.Address(address));
            if (await page.EvaluateAsync<double>(LayoutShift) is > MaxLayoutShift and var shift)
                problems.Add($"{address} shifts by {shift:0.000} while it loads.");
            if (name == "checkout")
                await QuoteAsync(page);
            problems.AddRange((await page.ViolationsAsync()).Select(violation => $"{address}: {violation}"));
            if (name is not null)
                await page.ScreenshotAsync(new() { Path = Path.Combine(ScreenshotFolder, $"{name}.png") });
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            problems.AddRange((await page.ViolationsAsync("color-contrast")).Select(
                violation => $"{address} in dark mode: {violation}"));
            await page.SetViewportSizeAsync(PhoneWidth, 740);
            var width = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (width > PhoneWidth)
                problems.Add($"{address} is {width} px wide on a phone of {PhoneWidth}.");
        }
        return problems;
    }

    static async Task QuoteAsync(IPage page)
    {
        await page.ClickAsync("button[value='quote']");
        await page.WaitForSelectorAsync("input[name='Form.Carrier']");
    }
}
