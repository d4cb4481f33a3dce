using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

/// <summary>
/// Repeated notifications in any order, the customer's return, refunds and a cancellation, all at once for one order.
/// </summary>
public class RaceTests(ShopFixture shop)
{
    const int Orders = 6;

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task Concurrent_events_charge_at_most_once_and_refund_everything(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 100);

        await Task.WhenAll(
            Enumerable.Range(0, Orders)
                .Select(seed => RaceAsync(PaymentProvider.Of(provider), purchase, new Random(seed), ct)));

        Assert.Equal((100, 0), await purchase.StockAsync(ct));
    }

    /// <summary>A settling refund locks its payment, then its order. The reverse order would deadlock.</summary>
    [Fact]
    public async Task A_cancellation_locks_the_payment_before_the_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        var id = (Guid)order["id"]!;
        await using var settling = await shop.Database.OpenConnectionAsync(ct);
        await using var transaction = await settling.BeginTransactionAsync(ct);
        await settling.ExecuteAsync($"select from payments.payments where order_id = {id} for update", ct);

        var cancelling = purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{id}/cancel", new { }, ct);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<bool>(
                $"""
                select exists (
                    select from pg_stat_activity where {settling.ProcessID} = any (pg_blocking_pids(pid)))
                """,
                ct),
            isWaiting => isWaiting,
            TimeSpan.FromSeconds(20),
            "the cancellation waits for the payment");
        await settling.ExecuteAsync($"select from orders.orders where id = {id} for update", ct);
        await transaction.RollbackAsync(ct);

        using var cancelled = await cancelling;
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
    }

    async Task RaceAsync(PaymentProvider provider, Purchase purchase, Random random, CancellationToken ct)
    {
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.OpenPageAsync(order, ct, provider.Name);
        var providerId = await purchase.ProviderIdAsync(payment, ct);
        Func<Task<HttpResponseMessage>>[] calls =
        [
            Notify, Notify, Notify, Refund, Refund,
            () => purchase.TryConfirmAsync(payment, ct),
            () => purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct)
        ];
        random.Shuffle(calls);

        foreach (var answer in await Task.WhenAll(calls.Select(call => call())))
        {
            // Too early, too late and busy are valid answers; a server error is not.
            Assert.InRange((int)answer.StatusCode, 200, 499);
            answer.Dispose();
        }
        (await Notify()).Dispose();

        var end = await Eventually.WaitUntilAsync(
            () => EndAsync(order, ct),
            end => end is "cancelled given-back" or "refunded given-back" or "cancelled never-taken",
            TimeSpan.FromSeconds(60),
            $"the end of {order["number"]}");
        var refunds = end!.EndsWith("given-back", StringComparison.Ordinal) ? 1 : 0;
        var steps = (await purchase.ReadAsync(order, ct))["history"]!
            .AsArray()
            .Select(step => (string?)step!["note"])
            .ToList();
        Assert.All(
            (string[])["paid", "refunded"],
            step => Assert.Equal(refunds, steps.Count(taken => taken == step)));
        Assert.Single((await provider.ChargesAsync(shop.WireMock, order, ct)).Select(provider.KeyOf).Distinct());
        // Paying on the page of Stripe or CloudPayments gives a payment another id.
        var paidId = await purchase.ProviderIdAsync(payment, ct);
        Assert.Equal(
            refunds,
            (await shop.WireMock.RequestsAsync(provider.RefundPattern(paidId), ct))
                .Select(provider.KeyOf)
                .Distinct()
                .Count());

        async Task<HttpResponseMessage> Notify()
        {
            using var notification = provider.Notification(payment, providerId);
            return await shop.Api.SendAsync(notification, ct);
        }

        Task<HttpResponseMessage> Refund() =>
            purchase.Customer.Api.PostAsJsonAsync(
                "/api/payments/refund",
                new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, reason = "race" },
                ct);
    }

    Task<string?> EndAsync(JsonObject order, CancellationToken ct) => shop.Database.ScalarAsync<string>(
        $"""
        select o.status || ' ' || case
            when p.status = 'succeeded' and p.refunded = p.amount
                and not exists (select from payments.refunds where payment_id = p.id and status = 'pending') then 'given-back'
            when p.status not in ('pending', 'succeeded') then 'never-taken'
            else p.status || ' ' || p.refunded end
        from orders.orders o join payments.payments p on p.order_id = o.id where o.id = {(Guid)order["id"]!}
        """, ct);
}
