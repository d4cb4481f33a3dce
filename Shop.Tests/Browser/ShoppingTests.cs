using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class ShoppingTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    [Fact]
    public async Task A_guest_fills_a_cart_registers_during_the_checkout_and_pays()
    {
        var goods = await Goods.AddAsync(Shop.Database, Ct, ("Лампа", 100.50m, 9), ("Чайник", 50m, 9));
        var page = await OpenAsync();
        await page.GotoAsync($"/catalog?category={goods.Category}&sort=name");
        foreach (var name in (string[])["Лампа", "Чайник"])
        {
            await page.Locator(".product-card", new() { HasText = name }).Locator(".add-to-cart").ClickAsync();
            await Expect(page.Locator(".cart-notification")).ToContainTextAsync($"Добавлено в корзину: {name}");
        }
        await Expect(page.Locator(".cart-link .count")).ToHaveTextAsync("2");

        await page.ClickAsync(".cart-link");
        var lamp = page.Locator(".cart-item", new() { HasText = "Лампа" });
        await lamp.Locator("input[type=number]").FillAsync("3");
        await lamp.Locator("input[type=number]").BlurAsync();
        await Expect(page.Locator(".cart-items .total")).ToContainTextAsync("351,50");
        await Expect(page.Locator(".cart-link .count")).ToHaveTextAsync("4");
        await page.Locator(".cart-item", new() { HasText = "Чайник" })
            .GetByRole(AriaRole.Button, new() { Name = "Удалить: Чайник" })
            .ClickAsync();
        await Expect(page.Locator(".cart-item")).ToHaveCountAsync(1);

        await page.ClickAsync(".checkout");
        await page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Link, new() { Name = "Зарегистрироваться" })
            .ClickAsync();
        await page.RegisterAsync(Customers.NewEmail());
        await page.ComesToAsync("/checkout");
        await Expect(page.Locator("aside .summary")).ToContainTextAsync("Лампа × 3");
        await page.PlaceOrderAsync();
        await page.ArriveAtAsync(Shop, "yookassa");
        await page.PayAndReturnAsync();

        await Expect(page.Notice()).ToContainTextAsync("Оплата прошла, спасибо!");
        await Expect(page.Locator(".order-page .card")).ToContainTextAsync("Лесная, 5");
        await Expect(page.Locator(".cart-link .count")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Search_finds_products_and_filters_narrow_the_result()
    {
        var word = $"сова{Guid.CreateVersion7():N}"[..16];
        await Goods.AddAsync(
            Shop.Database,
            Ct,
            ($"Дешёвая {word}", 10m, 1),
            ($"Подходящая {word}", 50m, 1),
            ($"Проданная {word}", 60m, 0),
            ($"Дорогая {word}", 500m, 1));
        var page = await OpenAsync();
        await page.GotoAsync("/");
        await page.FillAsync("input[type='search']", word);
        await page.PressAsync("input[type='search']", "Enter");
        await Expect(page.Locator(".product-card")).ToHaveCountAsync(4);

        await page.FillAsync("input[name=min_price]", "20");
        await page.FillAsync("input[name=max_price]", "600,5");
        await page.CheckAsync("input[name=in_stock]");
        await page.ClickAsync(".filters button");
        await Expect(page.Locator(".product-card")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "Сначала дорогие" }).ClickAsync();
        await Expect(page.Locator(".product-card h2")).ToHaveTextAsync([$"Дорогая {word}", $"Подходящая {word}"]);
        await Expect(page.Locator("input[type='search']")).ToHaveValueAsync(word);

        await page.Locator(".product-card").First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync($"Дорогая {word}");
        await page.FillAsync("input[type='search']", "ъъъъъъ");
        await page.PressAsync("input[type='search']", "Enter");
        await Expect(page.GetByText("Ничего не нашлось")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_suggestion_is_followed_with_the_arrow_and_enter_keys()
    {
        var word = $"сыч{Guid.CreateVersion7():N}"[..16];
        var goods = await Goods.AddAsync(Shop.Database, Ct, ($"Чучело {word}", 10m, 1));
        var page = await OpenAsync();
        await page.GotoAsync("/");
        await page.Locator("input[type='search']").PressSequentiallyAsync(word);
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveTextAsync(new Regex($"Чучело {word}"));
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await page.ComesToAsync($"/products/{goods.Ids[0]}");
    }

    [Fact]
    public async Task The_selectors_of_external_browser_tests_exist()
    {
        var goods = await Goods.AddManyAsync(Shop.Database, 15, Ct);
        var page = await OpenAsync();
        await page.GotoAsync("/");
        await page.Locator("header input[type='search']").FillAsync("товар");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".product-card");
        await page.GotoAsync($"/catalog?category={goods.Category}");
        await page.Locator(".product-card .add-to-cart").Last.ClickAsync();
        // The button is far down the page, but the notification is in view.
        await Expect(page.Locator(".cart-notification")).ToBeInViewportAsync();
        await page.ClickAsync(".cart-link");
        await Expect(page.Locator(".cart-items")).ToContainTextAsync("Товар 01");
    }

    [Fact]
    public async Task The_language_changes_with_one_click_and_is_remembered()
    {
        var goods = await Goods.AddAsync(Shop.Database, Ct, ("Lamp", 1234.5m, 5));
        var page = await OpenAsync();
        await page.GotoAsync($"/products/{goods.Ids[0]}");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ru");
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page).ToHaveTitleAsync("Lamp · Lavka");
        await page.ClickAsync(".add-to-cart");
        await Expect(page.Locator(".cart-notification")).ToContainTextAsync("Lamp");
        await page.ClickAsync(".cart-link");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Check out" })).ToBeVisibleAsync();
        Assert.DoesNotMatch(
            Cyrillic,
            (await page.Locator("body").InnerTextAsync()).Replace("Русский", "", StringComparison.Ordinal));

        var british = await OpenAsync(new() { Locale = "en-GB" });
        await british.GotoAsync("/login");
        await Expect(british.Locator("h1")).ToHaveTextAsync("Log in");
        await british.GetByRole(AriaRole.Link, new() { Name = "Русский" }).ClickAsync();
        await Expect(british.Locator("h1")).ToHaveTextAsync("Войти");
    }

    static readonly Regex Cyrillic = new("[а-яА-ЯёЁ]");
}
