using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Orders;

namespace Shop.Tests.Browser;

/// <summary>A customer with data for every page: a paid order, an unpaid order, and two products in the cart.</summary>
sealed record ReturningCustomer(Customer Customer, Guid Product, string Paid, string Waiting, string Payment)
{
    public static async Task<ReturningCustomer> CreateAsync(ShopFixture shop, CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct, kinds: 2);
        var paid = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(paid, ct);
        var waiting = await purchase.PlaceAsync(ct);
        var payment = await purchase.OpenPageAsync(waiting, ct);
        // The next check would find the payment paid, because the stub says so.
        await shop.Database.ExecuteAsync(
            $"update payments.payments set next_check_at = now() + interval '1 day' where id = {(Guid)payment["id"]!}",
            ct);
        foreach (var product in purchase.Goods.Ids)
            (await purchase.Customer.Api.PostAsJsonAsync(
                "/api/cart/items", new { product_id = product, quantity = 2 }, ct)).Dispose();
        return new(
            purchase.Customer,
            purchase.Goods.Ids[0],
            (string)paid["id"]!,
            (string)waiting["id"]!,
            (string)payment["id"]!);
    }

    /// <summary>Fills in {customer}, {product}, {paid}, {waiting} and {payment}.</summary>
    public string Address(string pattern) => pattern
        .Replace("{customer}", $"{Customer.Id}", StringComparison.Ordinal)
        .Replace("{product}", $"{Product}", StringComparison.Ordinal)
        .Replace("{paid}", Paid, StringComparison.Ordinal)
        .Replace("{waiting}", Waiting, StringComparison.Ordinal)
        .Replace("{payment}", Payment, StringComparison.Ordinal);
}
