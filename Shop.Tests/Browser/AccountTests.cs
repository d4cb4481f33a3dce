using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shop.Tests.Accounts;
using Shop.Tests.Notifications;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public partial class AccountTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    [Fact]
    public async Task A_new_customer_verifies_the_address_with_the_mailed_link()
    {
        var email = Customers.NewEmail();
        var page = await OpenAsync();
        await page.GotoAsync("/register");
        await page.FillAsync("#f-password", "password");
        await page.FillAsync("#f-email", email);
        await page.ClickAsync("main form button");
        await Expect(page.Locator("#f-password-problem")).ToContainTextAsync("От 8 символов");
        await Expect(page.Locator("#f-password")).ToHaveAttributeAsync("aria-describedby", "f-password-problem");
        await page.RegisterAsync(email);
        await Expect(page.Notice()).ToContainTextAsync($"Мы отправили письмо на {email}");

        var mail = await new Inbox(Shop, email).MailAsync("Подтвердите адрес электронной почты", Ct);
        await page.GotoAsync(Link().Match((string)mail["text"]!).Value);
        await page.ClickAsync("main form button");
        await Expect(page.Notice()).ToContainTextAsync("Спасибо, адрес подтверждён.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Анна" }).ClickAsync();
        await Expect(page.Locator(".card").First).ToContainTextAsync("адрес подтверждён");
    }

    [GeneratedRegex(@"http\S+\?token=\S+")]
    private static partial Regex Link();
}
