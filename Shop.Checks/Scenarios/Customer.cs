using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Shop.Checks.Scenarios;

/// <summary>What a customer does on the site, in English, whatever the language of this machine.</summary>
sealed partial class Customer(Walk walk, ScenarioOptions options)
{
    readonly string _password = $"{Guid.CreateVersion7():N}";
    bool _isRegistered;
    string? _order;

    IPage Page => walk.Page;

    public string Email { get; } = options.NewEmail();

    public async Task OpenProductAsync()
    {
        if (options.Product is not null)
        {
            await Page.GotoAsync($"products/{options.Product}");
        }
        else
        {
            await Page.GotoAsync("catalog?in_stock=true&sort=price");
            await Page.Locator(".product-card a").First.ClickAsync();
        }
        await Expect(Page.Locator(".add-to-cart")).ToBeVisibleAsync();
    }

    public async Task AddToCartAsync()
    {
        await Page.ClickAsync(".add-to-cart");
        await Expect(Page.Locator(".cart-notification")).ToBeVisibleAsync();
        await Page.ClickAsync(".cart-link");
        await Expect(Page.Locator(".cart-item")).ToHaveCountAsync(1);
    }

    public async Task RegisterAtCheckoutAsync()
    {
        await Page.ClickAsync(".checkout");
        await Page.Locator("main a[href^='/register']").ClickAsync();
        await RegisterAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/checkout$"));
    }

    public async Task RegisterAsync()
    {
        await Page.FillAsync("#f-firstname", "Checker");
        await Page.FillAsync("#f-email", Email);
        await Page.FillAsync("#f-password", _password);
        await Page.ClickAsync("main form button");
        _isRegistered = true;
        await Expect(Page.Locator("#notice")).ToContainTextAsync(Email);
    }

    public async Task EnterAddressAsync()
    {
        await Page.FillAsync("#f-form-firstname", "Checker");
        await Page.FillAsync("#f-form-city", options.City);
        await Page.FillAsync("#f-form-postalcode", options.PostalCode);
        await Page.FillAsync("#f-form-street", "Main street, 1");
        await Page.ClickAsync("button[value='quote']");
        await Expect(Page.Locator("button[value='place']")).ToBeVisibleAsync();
    }

    /// <summary>Places the order, which leads to the page of the payment provider.</summary>
    public async Task PlaceOrderAsync()
    {
        await Page.ClickAsync("button[value='place']");
        await Expect(Page).Not.ToHaveURLAsync(new Regex("/checkout"));
        // The provider's page, or an order's page when nothing is to be paid. The page in between leads on by itself.
        await Expect(Page).Not.ToHaveURLAsync(new Regex("/pay\\?payment="));
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>False on the page of a real provider, where a program cannot pay.</summary>
    public async Task<bool> PayAsync()
    {
        if (!OrderPage().IsMatch(Page.Url))
        {
            if (await Page.Locator("#pay").CountAsync() == 0)
                return false;
            await Page.ClickAsync("#pay");
            await Expect(Page).ToHaveURLAsync(OrderPage());
        }
        return true;
    }

    public async Task SeePaidOrderAsync()
    {
        await OpenOrderAsync();
        await Expect(Page.Locator(".status.big")).ToHaveTextAsync(new Regex("Paid|Packed|On its way|Delivered"));
    }

    public async Task AskForRefundAsync()
    {
        await Page.ClickAsync("details:has(.refund) summary");
        await Page.FillAsync(".refund input[name=reason]", "A check of the shop");
        await Page.ClickAsync(".refund button");
        await Expect(Page.Locator(".status.big")).ToHaveTextAsync("Refunded");
    }

    public async Task CancelOrderAsync()
    {
        await OpenOrderAsync();
        await Page.ClickAsync("details:has(.cancel) summary");
        await Page.ClickAsync(".cancel button");
        await Expect(Page.Locator(".status.big")).ToHaveTextAsync(new Regex("Cancelled|Refunded"));
    }

    /// <summary>Cancels an order that a failure left, and deletes the account.</summary>
    public async Task TidyAsync()
    {
        if (!_isRegistered)
            return;
        if (walk.HasFailed)
            await walk.TidyAsync("cancel what was ordered", CancelAllAsync);
        await walk.TidyAsync("delete the account", DeleteAccountAsync);
    }

    async Task CancelAllAsync()
    {
        await Page.GotoAsync("orders");
        var orders = await Page.Locator("main a[href^='/orders/']").EvaluateAllAsync<string[]>(
            "links => [...new Set(links.map(link => link.getAttribute('href')))]");
        foreach (var order in orders)
        {
            await Page.GotoAsync(order.TrimStart('/'));
            if (await Page.Locator(".cancel").CountAsync() > 0)
                await CancelOrderAsync();
        }
    }

    async Task DeleteAccountAsync()
    {
        await Page.GotoAsync("profile");
        var form = Page.Locator("form:has(input[value='delete'])");
        await form.Locator("input[type=password]").FillAsync(_password);
        await form.Locator("button").ClickAsync();
        await Expect(Page.Locator("#notice")).ToContainTextAsync("deleted");
    }

    async Task OpenOrderAsync()
    {
        if (OrderPage().IsMatch(Page.Url))
        {
            _order = Page.Url;
            return;
        }
        if (_order is null)
        {
            await Page.GotoAsync("orders");
            await Page.Locator("main a[href^='/orders/']").First.ClickAsync();
            await Expect(Page).ToHaveURLAsync(OrderPage());
            _order = Page.Url;
        }
        await Page.GotoAsync(_order);
    }

    [GeneratedRegex("/orders/[0-9a-f-]{36}$")]
    private static partial Regex OrderPage();
}
