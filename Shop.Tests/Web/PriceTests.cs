using Shop.Database;

namespace Shop.Tests.Web;

/// <summary>Nobody orders at a price that they have not seen.</summary>
[Trait("suite", "contract")]
public class PriceTests(ShopFixture shop)
{
    const string Changed = "Пока вы оформляли заказ, цены изменились.";

    [Fact]
    public async Task A_price_increase_must_be_seen_before_ordering()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await BuyerAsync(ct);
        var quoted = await shopper.RequestQuotesAsync(ct);
        await shop.Database.ExecuteAsync(
            $"update catalog.products set price = 150 where id = {shopper.Goods.Ids[0]}",
            ct);

        var refused = await shopper.PlaceOrderAsync(quoted, ct);

        Assert.True(
            refused.Path == "/checkout" && refused.Has(Changed) && refused.Has("<strong>150\u00A0₽</strong>"),
            refused.Text);
        Assert.Equal(0, await OrdersAsync(shopper, ct));
        var order = Shopper.OrderOf(await shopper.PlaceOrderAsync(refused, ct));
        Assert.Equal(
            150m,
            await shop.Database.ScalarAsync<decimal>($"select subtotal from orders.orders where id = {order}", ct));
    }

    [Fact]
    public async Task A_forged_total_does_not_change_the_price()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await BuyerAsync(ct);

        var refused = await shopper.PlaceOrderAsync(
            await shopper.RequestQuotesAsync(ct),
            ct,
            ("Form.Carrier", "cdek"),
            ("Form.Totals[cdek]", "1"));

        Assert.True(refused.Has(Changed), refused.Text);
        Assert.Equal(0, await OrdersAsync(shopper, ct));
    }

    [Fact]
    public async Task An_order_at_a_changed_price_waits_for_acceptance()
    {
        var ct = TestContext.Current.CancellationToken;
        var postalCode = $"{100_000 + Random.Shared.Next(60_000)}";
        using var shopper = await BuyerAsync(ct);
        // The API caches these prices for a while, but the order asks CDEK alone.
        var quoted = await shopper.RequestQuotesAsync(ct, postalCode);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            new
            {
                method = "POST",
                urlPath = "/v2/calculator/tariff",
                bodyPatterns = WireMock.Body("$.to_location.postal_code", postalCode)
            },
            new { status = 200, jsonBody = new { total_sum = 10, calendar_max = 3, period_max = 3, currency = "RUB" } },
            ct);

        var page = await shopper.PlaceOrderAsync(quoted, ct, ("Form.Carrier", "cdek"));

        Assert.Matches("^/orders/[0-9a-f-]{36}$", page.Path);
        Assert.StartsWith("Цена изменилась в последний момент.", page.Notice, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from payments.payments where order_id = {Shopper.OrderOf(page)}",
                ct));
    }

    async Task<Shopper> BuyerAsync(CancellationToken ct)
    {
        var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.AddToCartAsync(ct);
        await shopper.RegisterAsync(ct);
        return shopper;
    }

    Task<long> OrdersAsync(Shopper shopper, CancellationToken ct) =>
        shop.Database.ScalarAsync<long>(
            $"""
            select count(*) from orders.orders o join accounts.users u on u.id = o.user_id
            where u.email = {shopper.Email}
            """,
            ct);
}
