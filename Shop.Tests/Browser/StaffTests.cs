using Microsoft.Playwright;
using Shop.Tests.Accounts;
using Shop.Tests.Orders;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class StaffTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    [Fact]
    public async Task Support_finds_the_order_of_who_calls_sees_what_happened_and_gives_money_back()
    {
        var purchase = await Purchase.PrepareAsync(Shop, Ct);
        var order = await purchase.PlaceAsync(Ct);
        var payment = await purchase.PayAsync(order, Ct);
        var page = await OpenAsync();
        await page.LogInAsync(await Customers.SupportAsync(Shop, Ct), "/staff");

        await page.Locator(".sections").GetByRole(AriaRole.Link, new() { Name = "Заказы" }).ClickAsync();
        await page.FillAsync("#q", purchase.Customer.Email);
        await page.PressAsync("#q", "Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = (string)order["number"]! }).ClickAsync();
        var timeline = page.Locator(".timeline");
        await Expect(timeline).ToContainTextAsync(await purchase.ProviderIdAsync(payment, Ct));
        await Expect(timeline).ToContainTextAsync("orders.paid");
        await Expect(timeline.Locator(".trace").First).ToBeVisibleAsync();

        await page.ClickAsync("summary:has-text('Вернуть')");
        await page.FillAsync(".refund input[name=amount]", "10,50");
        await page.FillAsync("#refund-reason", "скол");
        await page.ClickAsync(".refund button");
        await Expect(page.Notice()).ToContainTextAsync("Возврат оформлен.");
        await Expect(timeline).ToContainTextAsync("скол");
    }
}
