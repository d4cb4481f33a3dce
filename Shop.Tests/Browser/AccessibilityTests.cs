using Microsoft.Playwright;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

/// <summary>The shop without a mouse, without JavaScript and in dark mode.</summary>
public class AccessibilityTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    [Fact]
    public async Task The_keyboard_alone_is_enough_to_register_buy_and_pay()
    {
        var goods = await Goods.AddAsync(Shop.Database, Ct, ("Лампа", 100.50m, 9));
        var page = await OpenAsync();
        await page.GotoAsync($"/products/{goods.Ids[0]}");
        var keys = new Keys(page);

        await keys.TabToAsync(".skip");
        await Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await keys.TabToAsync(".add-to-cart", most: 1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".cart-notification")).ToBeVisibleAsync();
        Assert.True(await keys.IsAtAsync(".add-to-cart"), "The focus was lost when a part of the page was replaced.");
        await keys.TabToAsync(".cart-link", backwards: true);
        await keys.FollowAsync("/cart");
        await keys.TabToAsync(".checkout");
        await keys.FollowAsync("/login?return=%2Fcheckout");
        await keys.TabToAsync("main a[href^='/register']");
        await keys.FollowAsync("/register?return=%2Fcheckout");
        await keys.TypeAsync(
            ("#f-firstname", "Анна"), ("#f-email", Customers.NewEmail()), ("#f-password", Customers.Password));
        await keys.FollowAsync("/checkout");
        await keys.TypeAsync(
            ("#f-form-firstname", "Анна"),
            ("#f-form-city", "Тверь"),
            ("#f-form-postalcode", "170000"),
            ("#f-form-street", "Лесная, 5"));
        await keys.TabToAsync("button[value=quote]", most: 1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("input[name='Form.Carrier']").First).ToBeCheckedAsync();
        await keys.TabToAsync("input[name='Form.Method']");
        await page.Keyboard.PressAsync("ArrowDown");
        await keys.TabToAsync("button[value=place]", most: 1);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAtAsync(Shop, "stripe");
        await page.PayAndReturnAsync();
        await Expect(page.Notice()).ToContainTextAsync("Оплата прошла, спасибо!");
    }

    [Fact]
    public async Task The_whole_purchase_works_without_JavaScript()
    {
        var goods = await Goods.AddAsync(Shop.Database, Ct, ("Лампа", 100.50m, 9));
        var page = await OpenAsync(new() { JavaScriptEnabled = false });
        await page.AddToCartAsync(goods.Ids[0]);
        await page.ClickAsync(".cart-link");
        await page.FillAsync(".cart-item input[type=number]", "2");
        await page.ClickAsync(".cart-item .quantity button");
        await Expect(page.Locator(".cart-items .total")).ToContainTextAsync("201");
        await page.ClickAsync(".checkout");
        await page.ClickAsync("main a[href^='/register']");
        await page.RegisterAsync(Customers.NewEmail());
        await page.PlaceOrderAsync("cloudpayments");
        await page.ArriveAtAsync(Shop, "cloudpayments");
        await page.PayAndReturnAsync();
        await Expect(page.Notice()).ToContainTextAsync("Оплата прошла, спасибо!");
        await page.ClickAsync("summary:has-text('Отменить')");
        await page.ClickAsync(".cancel button");
        await Expect(page.OrderStatus()).Not.ToHaveTextAsync("Оплачен");
    }

    [Fact]
    public async Task The_dark_color_scheme_applies_on_the_first_paint()
    {
        var page = await OpenAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync("/");
        var dark = await ColorsAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var light = await ColorsAsync(page);

        Assert.Equal(("rgb(236, 234, 228) on rgb(22, 24, 26)", "rgb(32, 38, 43) on rgb(250, 248, 244)"), (dark, light));
    }

    static Task<string> ColorsAsync(IPage page) =>
        page.EvaluateAsync<string>(
            """
            () => {
              const body = getComputedStyle(document.body);
              return `${body.color} on ${body.backgroundColor}`;
            }
            """);
}
