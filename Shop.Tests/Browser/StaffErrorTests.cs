using Shop.Tests.Accounts;
using Shop.Tests.Pilot;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class StaffErrorTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    [Fact]
    public async Task The_keyboard_alone_is_enough_to_take_and_resolve_an_error()
    {
        var word = $"w{Guid.CreateVersion7():N}";
        var id = await Shop.ReportAsync(Ct, $"Корзина {word}", severity: "high", module: "carts");
        var page = await OpenAsync();
        var keys = new Keys(page);
        await page.LogInAsync(await Customers.SupportAsync(Shop, Ct), "/staff/errors");

        await keys.TypeAsync(("#q", word));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".errors tbody tr")).ToHaveCountAsync(1);
        await page.WaitForLoadStateAsync();
        await keys.TabToAsync(".errors a");
        await keys.FollowAsync($"/staff/errors/{id}");
        await keys.TabToAsync(".take button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Notice()).ToContainTextAsync("Ошибка назначена.");
        await keys.TabToAsync("details:has(.resolve) > summary");
        await page.Keyboard.PressAsync("Enter");
        await keys.TypeAsync((".resolve textarea", "Кнопка снова ведёт к адресу."));
        await keys.TabToAsync(".resolve button");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Notice()).ToContainTextAsync("Ошибка решена.");
        await Expect(page.Locator(".timeline li").First).ToContainTextAsync("в работе → решена");
    }
}
