using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Orders;
using Shop.Tests.Shipping;
using Shop.Tests.Staff;

namespace Shop.Tests.Web;

/// <summary>Support sees an order with all that happened to it, and acts on it.</summary>
public class StaffOrderTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_order_page_shows_payment_shipment_mail_and_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Cdek);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);
        await stubs.CreateShippedAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "shipped", ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);

        var found = await support.VisitAsync($"/staff/orders?q={purchase.Customer.Email}", ct);
        Assert.Contains($"href=\"/staff/orders/{order["id"]}\"", found.Html, StringComparison.Ordinal);
        var page = await Eventually.WaitUntilAsync(
            () => support.VisitAsync($"/staff/orders/{order["id"]}", ct),
            page => page.Has("заказ отправлен"),
            WaitLimit,
            "the mail of the shipment");

        Assert.True(page.Has(await purchase.ProviderIdAsync(payment, ct)), page.Text);
        Assert.True(
            page.Has("data-kind=\"shipment\"")
                && page.Has("orders.paid")
                && page.Has("notifications.order_confirmation")
                && page.Has(purchase.Customer.Email),
            page.Text);
        var trace = await shop.Database.ScalarAsync<string>(
            $"select trace_id from payments.payments where order_id = {(Guid)order["id"]!}",
            ct);
        Assert.Contains($"<code class=\"trace\">{trace}</code>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_refunds_a_part_and_cancels()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/orders/{order["id"]}";

        Assert.StartsWith(
            "Не получилось: столько вернуть нельзя",
            (await support.SubmitAsync(path, "/refund\"", ct, ("amount", "1000000"), ("reason", "x"))).Notice,
            StringComparison.Ordinal);
        Assert.Equal(
            "Возврат оформлен.",
            (await support.SubmitAsync(path, "/refund\"", ct, ("amount", "10,50"), ("reason", "скол"))).Notice);
        Assert.True((await support.VisitAsync($"/staff/refunds?q={order["number"]}", ct)).Has("скол"));
        await Eventually.WaitUntilAsync(
            () => support.VisitAsync(path, ct),
            page => page.Has($"Возвращено: 10,50"),
            WaitLimit,
            "the refund");

        var cancelled = await support.SubmitAsync(path, "/cancel\"", ct, ("reason", "нет на складе"));
        Assert.Equal("Заказ отменён.", cancelled.Notice);
        Assert.True(cancelled.Has(support.Account.Email) && cancelled.Has("нет на складе"), cancelled.Text);
        Assert.Equal(["order.cancelled", "refund.requested"], await shop.AuditedActionsAsync((string)order["id"]!, ct));
    }

    [Fact]
    public async Task A_mail_is_resent_and_an_order_is_processed()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/orders/{order["id"]}";

        Assert.StartsWith(
            "Запрос принят",
            (await support.SubmitAsync(path, "/notify\"", ct, ("type", "order_placed"), ("language", "en"))).Notice,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Запрос принят",
            (await support.SubmitAsync(path, "/process\"", ct)).Notice,
            StringComparison.Ordinal);

        Assert.Equal(["order.process", "notification.send"], await shop.AuditedActionsAsync((string)order["id"]!, ct));
        await purchase.WaitUntilAsync(order, "processing", ct);
    }
}
