using Shop.Accounts;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

/// <summary>A signed-in staff member at the site.</summary>
sealed class StaffVisitor(Visitor browser, Customer account) : IDisposable
{
    public Visitor Browser => browser;
    public Customer Account => account;

    public static async Task<StaffVisitor> CreateAsync(
        ShopFixture shop,
        Role role,
        CancellationToken ct,
        string language = "ru",
        Uri? site = null)
    {
        var account = await (role switch
        {
            Role.Admin => Customers.AdminAsync(shop, ct),
            Role.Staff => Customers.StaffAsync(shop, ct),
            Role.Support => Customers.SupportAsync(shop, ct),
            _ => Customers.RegisterAsync(shop, ct)
        });
        var visitor = new StaffVisitor(new Visitor(site ?? shop.Web.BaseAddress!) { Language = language }, account);
        await visitor.Browser.SubmitAsync(
            await visitor.VisitAsync("/login", ct),
            "value=\"login\"",
            ct,
            ("Email", account.Email),
            ("Password", Customers.Password));
        return visitor;
    }

    public Task<Page> VisitAsync(string path, CancellationToken ct) => browser.VisitAsync(path, ct);

    /// <summary>Sends the form that contains this text, from that page.</summary>
    public async Task<Page> SubmitAsync(
        string path,
        string form,
        CancellationToken ct,
        params (string Name, string Value)[] filledIn) =>
        await browser.SubmitAsync(await browser.VisitAsync(path, ct), form, ct, filledIn);

    /// <summary>Sends the form of a product's page. Page.Form reads neither selects nor textareas.</summary>
    public Task<Page> SaveProductAsync(
        Page page,
        Goods goods,
        CancellationToken ct,
        params (string Name, string Value)[] filledIn) =>
        browser.SubmitAsync(
            page,
            "value=\"product\"",
            ct,
            [("Form.Category", goods.Category), ("Form.Description", "Для проверки."), .. filledIn]);

    public void Dispose() => browser.Dispose();
}
