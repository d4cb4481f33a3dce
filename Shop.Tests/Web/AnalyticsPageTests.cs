using System.Globalization;
using System.Net;
using Shop.Accounts;
using Shop.Database;

namespace Shop.Tests.Web;

public class AnalyticsPageTests(ShopFixture shop)
{
    [Fact]
    public async Task The_page_and_its_export_have_the_numbers_of_the_day()
    {
        var ct = TestContext.Current.CancellationToken;
        // Within the year that the page shows, and older than the days of other tests.
        var day = await shop.Database.ScalarAsync<DateOnly>($"select (now() at time zone 'UTC')::date - 300", ct);
        await shop.Database.ExecuteAsync(
            $"insert into analytics.days values ({day}, 4321, 17, 5, 3, 1234.50) on conflict do nothing", ct);
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);

        var export = await staff.VisitAsync("/staff/analytics/export?days=365", ct);
        Assert.Equal(HttpStatusCode.OK, export.Status);
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Contains($"\n{date},4321,0,17,5,3,1234.50\r\n", export.Html, StringComparison.Ordinal);

        var page = await staff.VisitAsync("/staff/analytics?days=365", ct);
        Assert.True(page.Has("4\u00A0321"));
        Assert.True(page.Has("1\u00A0234,5\u00A0₽"));
        var shorter = await staff.VisitAsync("/staff/analytics?days=nonsense", ct);
        Assert.True(shorter.Has("aria-current=\"true\">30"));
        Assert.False(shorter.Has("4\u00A0321"));
    }
}
