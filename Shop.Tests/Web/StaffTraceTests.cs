using Shop.Accounts;
using Shop.Tests.Orders;

namespace Shop.Tests.Web;

public class StaffTraceTests(ShopFixture shop)
{
    [Fact]
    public async Task A_trace_links_to_the_configured_dashboard()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await HostProcess.StartAsync(
            "Shop.Web",
            ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("services__api__http__0", shop.Api.BaseAddress!.ToString()),
            ("Staff__DashboardAddress", "http://dashboard.example:15080"));
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct, site: site.Address);

        var page = await support.VisitAsync($"/staff/orders/{order["id"]}", ct);

        Assert.Matches(
            "<a class=\"trace\" href=\"http://dashboard.example:15080/traces/detail/([0-9a-f]{32})\"[^>]*>\\1</a>",
            page.Html);
    }
}
