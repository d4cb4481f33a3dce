using Microsoft.Playwright;
using Shop.Tests.Accounts;
using Shop.Tests.Orders;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class StaffTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    [Fact]
    public async Task Support_finds_a_customers_order_reads_its_timeline_and_refunds_it()
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

    [Fact]
    public async Task The_timeline_updates_while_support_looks_at_it()
    {
        var purchase = await Purchase.PrepareAsync(Shop, Ct);
        var order = await purchase.PlaceAsync(Ct);
        var page = await OpenAsync();
        await page.LogInAsync(await Customers.SupportAsync(Shop, Ct), $"/staff/orders/{order["id"]}");
        await Expect(page.Locator("#timeline")).Not.ToContainTextAsync("orders.paid");

        await purchase.PayAsync(order, Ct);

        await Expect(page.Locator("#timeline")).ToContainTextAsync("orders.paid", new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task Staff_add_archive_and_restore_a_product()
    {
        var sku = $"S-{Guid.CreateVersion7():N}";
        var page = await OpenAsync();
        await page.LogInAsync(await Customers.StaffAsync(Shop, Ct), "/staff/products");

        await page.GetByRole(AriaRole.Link, new() { Name = "Добавить товар" }).ClickAsync();
        await page.GetByLabel("Название").FillAsync("Самовар");
        await page.GetByLabel("Цена, ₽").FillAsync("дорого");
        await page.GetByLabel("Артикул").FillAsync(sku);
        await page.GetByLabel("На складе").FillAsync("3");
        await page.GetByLabel("Категория").SelectOptionAsync("home");
        await page.GetByLabel("Свойства").FillAsync("объём: 5 л");
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить" }).ClickAsync();
        await Expect(page.Locator("#f-form-price-problem")).ToBeVisibleAsync();
        await page.GetByLabel("Цена, ₽").FillAsync("4990,50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить" }).ClickAsync();
        await Expect(page.Notice()).ToContainTextAsync("Товар добавлен.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Убрать в архив" }).ClickAsync();
        await Expect(page.Notice()).ToContainTextAsync("Товар убран в архив.");
        await page.GotoAsync($"/staff/products?shelf=archived&q={sku}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Вернуть в продажу: Самовар" }).ClickAsync();
        await Expect(page.Notice()).ToContainTextAsync("Товар снова в продаже.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Показать в магазине" }).ClickAsync();
        await Expect(page.Locator("dl")).ToContainTextAsync("5 л");
    }
}
