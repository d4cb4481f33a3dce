using Microsoft.Playwright;
using Shop.Tests.Orders;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class OrderPageTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    static readonly LocatorAssertionsToHaveTextOptions WorkerTimeout = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_customer_cancels_an_unpaid_order()
    {
        var purchase = await Purchase.PrepareAsync(Shop, Ct, stock: 3);
        var order = await purchase.PlaceAsync(Ct);
        var page = await OpenAsync();
        await page.LogInAsync(purchase.Customer, "/orders");
        await page.GetByRole(AriaRole.Link, new() { Name = (string)order["number"]! }).ClickAsync();

        await page.ClickAsync("summary:has-text('Отменить')");
        await page.FillAsync("#cancel-reason", "передумала");
        await page.ClickAsync(".cancel button");

        await Expect(page.Notice()).ToContainTextAsync("Заказ отменён.");
        await Expect(page.OrderStatus()).ToHaveTextAsync("Отменён");
        Assert.Equal((3, 0), await purchase.StockAsync(Ct));
    }

    [Fact]
    public async Task A_customer_requests_a_refund_and_the_page_shows_when_it_is_done()
    {
        var purchase = await Purchase.PrepareAsync(Shop, Ct);
        var order = await purchase.PlaceAsync(Ct);
        await purchase.PayAsync(order, Ct);
        var page = await OpenAsync();
        await page.LogInAsync(purchase.Customer, $"/orders/{order["id"]}");

        await page.ClickAsync("summary:has-text('Вернуть')");
        await page.FillAsync(".refund input[name=reason]", "не подошла");
        await page.ClickAsync(".refund button");

        await Expect(page.Notice()).ToContainTextAsync("Возврат оформлен, деньги скоро придут.");
        await Expect(page.OrderStatus()).ToHaveTextAsync("Деньги возвращены", WorkerTimeout);
    }
}
