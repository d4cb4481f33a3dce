using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Orders;

namespace Shop.Tests.Web;

public class StaffRefundTests(ShopFixture shop)
{
    [Fact]
    public async Task A_form_that_is_sent_twice_refunds_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var page = await support.VisitAsync($"/staff/orders/{order["id"]}", ct);

        for (var click = 0; click < 2; click++)
        {
            var sent = await support.Browser.SubmitAsync(
                page, "/refund\"", ct, ("amount", "10,50"), ("reason", "скол"));
            Assert.Equal("Возврат оформлен.", sent.Notice);
        }

        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from payments.refunds where order_id = {(Guid)order["id"]!}",
                ct));
    }
}
