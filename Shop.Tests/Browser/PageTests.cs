using Microsoft.Playwright;
using Shop.Tests.Accounts;

namespace Shop.Tests.Browser;

public class PageTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    const int Phone = 360;
    const double MostLayoutShift = 0.02;
    const string LayoutShift =
        """
        () => {
          const observer = new PerformanceObserver(() => {});
          observer.observe({ type: 'layout-shift', buffered: true });
          return observer.takeRecords().reduce((sum, shift) => sum + shift.value, 0);
        }
        """;
    static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "pages");

    // Those with a name are kept as pictures.
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
        ("/staff/orders", null),
        ("/staff/orders/{paid}", "staff-order"),
        ("/staff/payments", null),
        ("/staff/refunds", null),
        ("/staff/customers", null),
        ("/staff/customers/{customer}", null),
        ("/staff/products", null),
        ("/staff/products?shelf=archived", null),
        ("/staff/products/new", null),
        ("/staff/products/{product}", null),
        ("/staff/stock", null),
        ("/staff/letters", null),
        ("/staff/tasks", null),
        ("/staff/audit", null)
    ];

    [Fact]
    public async Task Every_page_can_be_read_by_everybody_in_both_lights_and_on_a_phone()
    {
        var regular = await Regular.ComeAsync(Shop, Ct);
        var page = await OpenAsync();
        // The page before the provider's leads on by itself, which answered with nothing leaves it where it is.
        await page.RouteAsync($"{Shop.WireMock.BaseAddress}**", route => route.FulfillAsync(new() { Status = 204 }));
        Forgive("/no/such/page");

        Assert.Empty(await FindAsync(page, regular.Customer, regular, Pages));

        await page.EvaluateAsync("() => document.documentElement.removeAttribute('lang')");
        Assert.StartsWith("html-has-lang: ", Assert.Single(await page.ViolationsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_of_the_staff_can_be_read_by_everybody_in_both_lights_and_on_a_phone() =>
        Assert.Empty(await FindAsync(await OpenAsync(), await Customers.AdminAsync(Shop, Ct), await Regular.ComeAsync(Shop, Ct), StaffPages));

    // One tab for all of them: a browser's start is most of what a page of its own would cost.
    static async Task<List<string>> FindAsync(IPage page, Customer visitor, Regular regular, (string Address, string? Name)[] pages)
    {
        await page.LogInAsync(visitor);
        var found = new List<string>();
        foreach (var (address, name) in pages)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(regular.Address(address));
            if (await page.EvaluateAsync<double>(LayoutShift) is > MostLayoutShift and var shift)
                found.Add($"{address} jumps by {shift:0.000} while it loads.");
            if (name == "checkout")
                await QuoteAsync(page);
            found.AddRange((await page.ViolationsAsync()).Select(violation => $"{address}: {violation}"));
            if (name is not null)
                await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png") });
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            found.AddRange((await page.ViolationsAsync("color-contrast")).Select(violation => $"{address} in the dark: {violation}"));
            await page.SetViewportSizeAsync(Phone, 740);
            if (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") is > Phone and var width)
                found.Add($"{address} is {width} px wide on a phone of {Phone}.");
        }
        return found;
    }

    static async Task QuoteAsync(IPage page)
    {
        await page.ClickAsync("button[value='quote']");
        await page.WaitForSelectorAsync("input[name='Form.Carrier']");
    }
}
