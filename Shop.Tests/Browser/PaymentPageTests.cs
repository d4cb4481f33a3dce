using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Orders;
using Shop.Tests.Payments;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Browser;

public class PaymentPageTests(ShopFixture shop, Chromium chromium) : BrowserTest(shop, chromium)
{
    /// <summary>A method in the checkout, its provider, and the notice after a payment that was not made.</summary>
    public static TheoryData<string, string, string> Methods => new()
    {
        { "bank_card", "yookassa", "Оплата не прошла: недостаточно средств." },
        // Customers may try another card on these pages, so the payment is still open.
        { "foreign_card", "stripe", "Ждём ответа платёжной системы" },
        { "cloudpayments", "cloudpayments", "Ждём ответа платёжной системы" }
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_customer_who_returns_without_paying_is_told_and_can_pay_again(
        string method, string provider, string notice)
    {
        var purchase = await Purchase.PrepareAsync(Shop, Ct);
        var page = await OpenAsync();
        await page.LogInAsync(purchase.Customer);
        await page.AddToCartAsync(purchase.Goods.Ids[0]);
        await page.GotoAsync("/checkout");
        await page.PlaceOrderAsync(method);
        await page.ArriveAtAsync(Shop, provider);

        await using (var answers = new StubOverrides(Shop.WireMock))
        {
            var (request, response) = await NotPaidAsync(PaymentProvider.Of(provider), purchase);
            await answers.AnswerAsync(request, response, Ct);
            await page.PayAndReturnAsync();
            await Expect(page.Notice()).ToContainTextAsync(notice);
        }
        await page.ClickAsync(".pay button");
        await page.ArriveAtAsync(Shop, provider);
        var order = await page.PayAndReturnAsync();

        await Expect(page.Notice()).ToContainTextAsync("Оплата прошла, спасибо!");
        Assert.Equal(
            "paid",
            await Shop.Database.ScalarAsync<string>(
                $"select payment_status from orders.orders where id = {order}", Ct));
    }

    async Task<(object Request, object Response)> NotPaidAsync(PaymentProvider provider, Purchase purchase)
    {
        var payment = (await Shop.Database.ScalarAsync<string[]>(
            $"""
            select array[p.id::text, p.provider_id, p.confirmation_url] from payments.payments p
            join orders.orders o on o.id = p.order_id where o.user_id = {purchase.Customer.Id}
            """, Ct))!;
        return provider == PaymentProvider.YooKassa
            ? (new { method = "GET", urlPath = $"/v3/payments/{payment[1]}" }, new
            {
                status = 200,
                jsonBody = new
                {
                    id = payment[1],
                    status = "canceled",
                    paid = false,
                    cancellation_details = new { party = "payment_network", reason = "insufficient_funds" }
                }
            })
            : provider.UnpaidStub(
                new JsonObject { ["id"] = payment[0], ["confirmation_url"] = payment[2] }, payment[1]);
    }
}
