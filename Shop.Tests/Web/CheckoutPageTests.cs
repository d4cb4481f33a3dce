using System.Net;
using System.Text.RegularExpressions;
using Shop.Database;

namespace Shop.Tests.Web;

[Trait("suite", "contract")]
public class CheckoutPageTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_guest_fills_a_cart_registers_at_the_checkout_and_pays()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);

        var added = await shopper.AddToCartAsync(ct, $"/catalog?category={shopper.Goods.Category}");
        Assert.Equal($"/catalog?category={shopper.Goods.Category}", added.Path);
        Assert.Contains("class=\"notification cart-notification\"", added.Html, StringComparison.Ordinal);
        Assert.StartsWith("Добавлено в корзину: Лампа", added.Notice, StringComparison.Ordinal);
        Assert.Matches("class=\"cart-link\" href=\"/cart\">Корзина\\s*<span class=\"count\">1</span>", added.Html);

        var toLogin = await shopper.Browser.VisitAsync("/checkout", ct);
        Assert.Equal("/login?return=%2Fcheckout", toLogin.Path);
        var checkout = await shopper.RegisterAsync(ct, "/checkout");
        Assert.Equal("/checkout", checkout.Path);
        Assert.True(checkout.Has("Лампа"), "The guest's cart was lost on the way.");

        var pay = await shopper.CheckOutAsync(ct);
        var order = Shopper.OrderOf(pay);
        Assert.DoesNotContain("class=\"count\"", pay.Html, StringComparison.Ordinal);
        var provider = WebUtility.HtmlDecode(
            Regex.Match(pay.Html, "http-equiv=\"refresh\" content=\"0;url=([^\"]*)\"").Groups[1].Value);
        Assert.StartsWith(shop.WireMock.BaseAddress!.ToString(), provider, StringComparison.Ordinal);
        using var there = await shop.WireMock.GetAsync(provider, ct);
        Assert.Contains($"/orders/{order}/return", await there.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);

        var paid = await shopper.ReturnFromPaymentAsync(order, ct);
        Assert.Equal("Оплата прошла, спасибо!", paid.Notice);
        Assert.Contains("Лесная, 5", paid.Text, StringComparison.Ordinal);
        Assert.Equal(
            "paid",
            await shop.Database.ScalarAsync<string>(
                $"select payment_status from orders.orders where id = {order}",
                ct));
        Assert.DoesNotContain(
            "Оплата прошла",
            (await shopper.Browser.VisitAsync($"/orders/{order}", ct)).Text,
            StringComparison.Ordinal);
        Assert.Contains(
            $"href=\"/orders/{order}\"",
            (await shopper.Browser.VisitAsync("/orders", ct)).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declined_payment_says_why_and_can_be_retried()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        var providerId = await shop.Database.ScalarAsync<string>(
            $"select provider_id from payments.payments where order_id = {order}",
            ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            new { method = "GET", urlPath = $"/v3/payments/{providerId}" },
            new
            {
                status = 200,
                jsonBody = new
                {
                    id = providerId,
                    status = "canceled",
                    paid = false,
                    cancellation_details = new { party = "payment_network", reason = "insufficient_funds" }
                }
            },
            ct);

        var declined = await shopper.ReturnFromPaymentAsync(order, ct);
        Assert.StartsWith("Оплата не прошла: недостаточно средств.", declined.Notice, StringComparison.Ordinal);

        var again = await shopper.Browser.SubmitAsync(declined, $"action=\"/orders/{order}/payment\"", ct);
        Assert.Equal(order, Shopper.OrderOf(again));
        Assert.Equal("Оплата прошла, спасибо!", (await shopper.ReturnFromPaymentAsync(order, ct)).Notice);
    }

    [Fact]
    public async Task Cancelling_an_order_releases_its_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct, stock: 3);
        var order = await shopper.RegisterAndOrderAsync(ct);
        Assert.Equal(2, await LeftAsync(shopper, ct));

        var cancelled = await shopper.Browser.SubmitAsync(
            await shopper.Browser.VisitAsync($"/orders/{order}", ct),
            $"action=\"/orders/{order}/cancel\"",
            ct,
            ("reason", "передумала"));

        Assert.Equal("Заказ отменён.", cancelled.Notice);
        Assert.True(cancelled.Has("class=\"status big\" role=\"status\">Отменён"));
        Assert.Equal(3, await LeftAsync(shopper, ct));
        Assert.DoesNotContain("/cancel\"", cancelled.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_requests_and_receives_a_refund()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        var paid = await shopper.ReturnFromPaymentAsync(order, ct);

        var asked = await shopper.Browser.SubmitAsync(paid, $"action=\"/orders/{order}/refund\"", ct);
        Assert.Equal("Возврат оформлен, деньги скоро придут.", asked.Notice);
        var again = await shopper.Browser.SubmitAsync(paid, $"action=\"/orders/{order}/refund\"", ct);
        Assert.StartsWith("Эту сумму вернуть нельзя", again.Notice, StringComparison.Ordinal);

        await Eventually.WaitUntilAsync(
            async () => (await shopper.Browser.VisitAsync($"/orders/{order}", ct)).Text,
            text => text.Contains("role=\"status\">Деньги возвращены", StringComparison.Ordinal),
            WaitLimit,
            "the refund on the order's page");
    }

    [Fact]
    public async Task Reordering_fills_the_cart_with_available_goods()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct, stock: 2);
        var order = await shopper.RegisterAndOrderAsync(ct);
        var page = await shopper.Browser.VisitAsync("/orders", ct);

        var cart = await shopper.Browser.SubmitAsync(page, $"action=\"/orders/{order}/reorder\"", ct);
        Assert.Equal("/cart", cart.Path);
        Assert.Single(Regex.Matches(cart.Html, "class=\"cart-item\""));

        await shop.Database.ExecuteAsync(
            $"update catalog.products set archived_at = now() where id = {shopper.Goods.Ids[0]}",
            ct);
        var soldOut = await shopper.Browser.SubmitAsync(page, $"action=\"/orders/{order}/reorder\"", ct);
        Assert.StartsWith("Не всё удалось добавить в корзину: «Лампа", soldOut.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cart_is_changed_and_emptied_and_never_exceeds_the_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct, stock: 5, price: 100);
        var line = $"action=\"/cart/items/{shopper.Goods.Ids[0]}";
        await shopper.AddToCartAsync(ct);

        var three = await shopper.Browser.SubmitAsync(
            await shopper.Browser.VisitAsync("/cart", ct),
            line + "\"",
            ct,
            ("quantity", "3"));
        Assert.Contains("Итого <strong>300\u00A0₽", three.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"count\">3</span>", three.Html, StringComparison.Ordinal);
        var tooMany = await shopper.Browser.SubmitAsync(three, line + "\"", ct, ("quantity", "6"));
        Assert.Equal("Столько товара нет в наличии.", tooMany.Notice);
        Assert.Contains("value=\"3\"", tooMany.Html, StringComparison.Ordinal);

        var empty = await shopper.Browser.SubmitAsync(tooMany, line + "/remove\"", ct);
        Assert.Contains("В корзине пока пусто.", empty.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"count\"", empty.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_customers_order_is_not_found()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        using var stranger = await Shopper.CreateAsync(shop, ct);
        Assert.StartsWith(
            "/login",
            (await stranger.Browser.VisitAsync($"/orders/{order}", ct)).Path,
            StringComparison.Ordinal);
        await stranger.RegisterAsync(ct);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Browser.VisitAsync($"/orders/{order}", ct)).Status);
        var own = await stranger.AddToCartAsync(ct);
        var cancelled = await stranger.Browser.SubmitAsync(
            own with { Html = own.Html.Replace("/cart/items", $"/orders/{order}/cancel", StringComparison.Ordinal) },
            "/cancel\"",
            ct);
        Assert.Equal(HttpStatusCode.NotFound, cancelled.Status);
        Assert.Equal(
            "pending",
            await shop.Database.ScalarAsync<string>($"select status from orders.orders where id = {order}", ct));
    }

    Task<int> LeftAsync(Shopper shopper, CancellationToken ct) =>
        shop.Database.ScalarAsync<int>(
            $"select on_hand - reserved from inventory.stock where product_id = {shopper.Goods.Ids[0]}",
            ct);
}
