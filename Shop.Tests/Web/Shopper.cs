using System.Net;
using System.Text.RegularExpressions;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

/// <summary>A visitor with something to buy, and the clicks it takes.</summary>
sealed partial class Shopper(Uri site, Goods goods) : IDisposable
{
    static readonly (string, string)[] Address =
    [
        ("Form.FirstName", "Анна"),
        ("Form.LastName", "Ким"),
        ("Form.City", "Тверь"),
        ("Form.PostalCode", "170000"),
        ("Form.Street", "Лесная, 5")
    ];

    public Visitor Browser { get; } = new(site);
    public string Email { get; } = Customers.NewEmail();
    public Goods Goods => goods;

    public static async Task<Shopper> CreateAsync(
        ShopFixture shop,
        CancellationToken ct,
        int stock = 10,
        decimal price = 100.50m,
        Uri? site = null) =>
        new(
            site ?? shop.Web.BaseAddress!,
            await Goods.AddAsync(shop.Database, ct, ($"Лампа {Guid.CreateVersion7():N}"[..20], price, stock)));

    public async Task<Page> AddToCartAsync(CancellationToken ct, string? from = null) =>
        await Browser.SubmitAsync(
            await Browser.VisitAsync(from ?? $"/products/{goods.Ids[0]}", ct),
            "action=\"/cart/items\"",
            ct);

    public async Task<Page> RegisterAsync(CancellationToken ct, string back = "/")
    {
        var form = await Browser.VisitAsync($"/register?return={Uri.EscapeDataString(back)}", ct);
        var page = await Browser.SubmitAsync(
            form,
            "value=\"register\"",
            ct,
            ("FirstName", "Анна"),
            ("Email", Email),
            ("Password", Customers.Password));
        Assert.True(page.Path == back, $"{page.Path} ({page.Status})\n{page.Text}");
        return page;
    }

    public async Task<Page> LogInAsync(CancellationToken ct, string password = Customers.Password, string back = "/") =>
        await Browser.SubmitAsync(
            await Browser.VisitAsync($"/login?return={Uri.EscapeDataString(back)}", ct),
            "value=\"login\"",
            ct,
            ("Email", Email),
            ("Password", password));

    /// <summary>Goes from the checkout to the page that redirects to the provider's.</summary>
    public async Task<Page> CheckOutAsync(CancellationToken ct) =>
        await PlaceOrderAsync(await RequestQuotesAsync(ct), ct);

    /// <summary>The checkout with delivery quotes.</summary>
    public async Task<Page> RequestQuotesAsync(CancellationToken ct, string postalCode = "170000")
    {
        var checkout = await Browser.VisitAsync("/checkout", ct);
        var quoted = await Browser.SubmitAsync(
            checkout,
            "value=\"checkout\"",
            ct,
            [.. Address, ("Form.PostalCode", postalCode), ("Form.Step", "quote")]);
        Assert.True(quoted.Has("name=\"Form.Carrier\""), quoted.Text);
        return quoted;
    }

    public Task<Page> PlaceOrderAsync(Page quoted, CancellationToken ct, params (string, string)[] chosen) =>
        Browser.SubmitAsync(quoted, "value=\"checkout\"", ct, [.. chosen, ("Form.Step", "place")]);

    /// <summary>Registers and places an order whose payment is pending on the provider's page.</summary>
    public async Task<Guid> RegisterAndOrderAsync(CancellationToken ct)
    {
        await AddToCartAsync(ct);
        await RegisterAsync(ct);
        return OrderOf(await CheckOutAsync(ct));
    }

    /// <summary>Returns from the provider's page.</summary>
    public Task<Page> ReturnFromPaymentAsync(Guid order, CancellationToken ct) =>
        Browser.VisitAsync($"/orders/{order}/return", ct);

    public static Guid OrderOf(Page page)
    {
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var found = OrderPath().Match(page.Path);
        Assert.True(found.Success, $"{page.Path}\n{page.Text}");
        return Guid.Parse(found.Groups[1].Value);
    }

    [GeneratedRegex("/orders/([0-9a-f-]{36})")]
    private static partial Regex OrderPath();

    public void Dispose() => Browser.Dispose();
}
