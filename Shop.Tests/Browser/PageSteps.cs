using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shop.Tests.Accounts;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

/// <summary>Steps that several tests share.</summary>
static partial class PageSteps
{
    public static ILocator Notice(this IPage page) => page.Locator("#notice");

    public static ILocator OrderStatus(this IPage page) => page.Locator(".status.big");

    public static async Task LogInAsync(this IPage page, Customer customer, string? then = null)
    {
        await page.GotoAsync($"/login?return={Uri.EscapeDataString(then ?? "/profile")}");
        await page.FillAsync("#f-email", customer.Email);
        await page.FillAsync("#f-password", Customers.Password);
        await page.ClickAsync("main form button");
        await page.ComesToAsync(then ?? "/profile");
    }

    /// <summary>Submits the registration page, which leads back to the page that asked for it.</summary>
    public static async Task RegisterAsync(this IPage page, string email)
    {
        await page.FillAsync("#f-firstname", "Анна");
        await page.FillAsync("#f-email", email);
        await page.FillAsync("#f-password", Customers.Password);
        await page.ClickAsync("main form button");
    }

    public static async Task AddToCartAsync(this IPage page, Guid product)
    {
        await page.GotoAsync($"/products/{product}");
        await page.ClickAsync(".add-to-cart");
        await Expect(page.Locator(".cart-notification")).ToBeVisibleAsync();
    }

    /// <summary>Completes an empty checkout, which leads to the provider's page.</summary>
    public static async Task PlaceOrderAsync(this IPage page, string? method = null)
    {
        await page.FillAsync("#f-form-firstname", "Анна");
        await page.FillAsync("#f-form-city", "Тверь");
        await page.FillAsync("#f-form-postalcode", "170000");
        await page.FillAsync("#f-form-street", "Лесная, 5");
        await page.ClickAsync("button[value='quote']");
        if (method is not null)
            await page.CheckAsync($"input[value='{method}']");
        await page.ClickAsync("button[value='place']");
    }

    /// <summary>Waits for the provider's page, to which the payment page redirects by itself.</summary>
    public static Task ArriveAtAsync(this IPage page, ShopFixture shop, string provider) =>
        Expect(page).ToHaveURLAsync(new Regex($"^{shop.WireMock.BaseAddress}{provider}/pay\\?"));

    /// <summary>Polls the address: waiting for a navigation misses a page that has already redirected.</summary>
    public static async Task ComesToAsync(this IPage page, string path)
    {
        await Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(path)}$"));
        // Checks of the focus need the styles.
        await page.WaitForLoadStateAsync();
    }

    public static async Task<Guid> PayAndReturnAsync(this IPage page)
    {
        await page.ClickAsync("#pay");
        await Expect(page).ToHaveURLAsync(OrderPage());
        return Guid.Parse(OrderPage().Match(page.Url).Groups[1].Value);
    }

    [GeneratedRegex("/orders/([0-9a-f-]{36})$")]
    private static partial Regex OrderPage();
}
