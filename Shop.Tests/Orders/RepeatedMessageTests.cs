using Shop.Database;
using Shop.Orders;

namespace Shop.Tests.Orders;

public class RepeatedMessageTests(ShopFixture shop)
{
    [Fact]
    public async Task A_paid_order_whose_message_was_lost_is_published_again_under_the_same_id()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var (id, message) = ((Guid)order["id"]!, Guid.CreateVersion7());
        await shop.Database.ExecuteAsync(
            $"""
            insert into orders.history (order_id, status, payment_status, note, message_id, topic)
            values ({id}, 'confirmed', 'paid', 'paid', {message}, {OrderPaid.Topic})
            """,
            ct);

        await shop.Database.ExecuteAsync(
            $"""
            update orders.orders
            set status = 'confirmed', payment_status = 'paid', payment_processed = true, expires_at = null,
                created_at = now() - interval '1 hour'
            where id = {id}
            """,
            ct);

        await purchase.WaitUntilAsync(order, "processing", ct);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<bool>(
                $"""
                select exists (
                    select from messaging.inbox
                    where consumer = 'analytics.count_purchase' and message_id = {message})
                """,
                ct),
            isHandled => isHandled,
            TimeSpan.FromSeconds(60),
            "the message under its id");
    }

    [Fact]
    public async Task An_order_whose_refund_was_refused_waits_for_staff()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await shop.Database.ExecuteAsync(
            $"""
            update orders.orders
            set status = 'confirmed', payment_status = 'paid', before_refund = 'confirmed', expires_at = null,
                created_at = now() - interval '1 hour'
            where id = {(Guid)order["id"]!}
            """,
            ct);

        await new OrderStore(shop.Database).RepeatPaidAsync(TimeSpan.FromMinutes(20), 1000, ct);

        Assert.True(
            await shop.Database.ScalarAsync<bool>(
                $"select told_at is null from orders.orders where id = {(Guid)order["id"]!}",
                ct));
    }
}
