using System.Text.Json.Nodes;
using Npgsql;
using Shop.Database;
using Shop.Orders;
using Shop.Payments;
using Shop.Shipping;

namespace Shop.Tests.Orders;

/// <summary>
/// Random steps against the database: only transitions that the table allows happen, and the stock adds up. It calls
/// the store instead of the API, so it is not of the contract suite.
/// </summary>
public class OrderStateTests(ShopFixture shop)
{
    const int Runs = 60;
    const int StepsOfARun = 14;
    const int Stock = 5;

    static readonly string[] Steps =
    [
        "start payment", "paid", "payment failed", "shipment", "shipped", "delivered", "ready", "handed over",
        "cancelled", "refund accepted", "refund refused", "refund paid"
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_steps_make_only_allowed_transitions(bool pickup)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: Stock);
        // A new seed for each run. A failure names it; put it here to reproduce the failure.
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 0; run < Runs; run++)
        {
            var script = random.GetItems(Steps, StepsOfARun);
            await shop.Database.ExecuteAsync(
                $"""
                update inventory.stock set on_hand = {Stock}, reserved = 0
                where product_id = {purchase.Goods.Ids[0]}
                """,
                ct);
            var placed = pickup
                ? await purchase.PlaceHeldPickupAsync(ct, quantity: 2)
                : await purchase.PlaceAsync(ct, quantity: 2);
            var order = (Guid)placed["id"]!;
            var story = $"seed {seed}, pickup {pickup}: {string.Join(", ", script)}: ";
            foreach (var step in script)
            {
                await using var connection = await shop.Database.OpenConnectionAsync(ct);
                await TryAsync(connection, step, order, ct);
                var now = (await purchase.ReadAsync(placed, ct))!;
                var (onHand, reserved) = await purchase.StockAsync(ct);
                var isGone = now["history"]!.AsArray().Any(
                    passed => (string)passed!["note"]! is "shipped" or "handed over");
                Assert.Equal(
                    (isGone ? Stock - 2 : Stock, (bool)now["inventory_reserved"]! ? 2 : 0),
                    (onHand, reserved));
            }
            var first = pickup ? OrderStatus.Confirmed : OrderStatus.Pending;
            AssertMayFollow((await purchase.ReadAsync(placed, ct))["history"]!.AsArray(), first, story);
        }
    }

    /// <summary>
    /// Checks the recorded history instead of reading in between: the worker advances a paid order by itself.
    /// </summary>
    static void AssertMayFollow(JsonArray history, OrderStatus first, string story)
    {
        var steps = history
            .Select(step => (
                Status: EnumNames.Parse<OrderStatus>((string)step!["status"]!),
                Payment: EnumNames.Parse<PaymentStatus>((string)step["payment_status"]!)))
            .ToList();
        story += string.Join(" -> ", steps);
        Assert.Equal((first, PaymentStatus.Unpaid), steps[0]);
        foreach (var (last, next) in steps.Zip(steps.Skip(1)))
        {
            Assert.True(next.Status == last.Status || OrderTransitions.Next(last.Status).Contains(next.Status), story);
            // The start of a payment is recorded with the payment, not here.
            var mayFollow = OrderTransitions.Next(last.Payment).SelectMany(payment => payment == PaymentStatus.Pending
                ? [payment, .. OrderTransitions.Next(payment)]
                : (PaymentStatus[])[payment]);
            Assert.True(next.Payment == last.Payment || mayFollow.Contains(next.Payment), story);
        }
    }

    static Task TryAsync(NpgsqlConnection connection, string step, Guid order, CancellationToken ct) => step switch
    {
        "start payment" => connection.ExecuteAsync(OrderChanges.StartPayment(order), ct),
        "paid" => OrderChanges.PaidAsync(connection, order, ct),
        "payment failed" => OrderChanges.PaymentFailedAsync(connection, order, "declined", ct),
        "shipment" => connection.ExecuteAsync(
            $"with {OrderChanges.ShipmentCreated(order, "1", Sql.Of($"(select)"))} select from moved",
            ct),
        "shipped" => OrderChanges.ShippedAsync(connection, order, ct),
        "delivered" => OrderChanges.DeliveredAsync(connection, order, ct),
        "ready" => OrderChanges.ReadyAsync(connection, order, ct),
        "handed over" => Counter.HandOverAsync(connection, order, Counter.Cash, ct),
        "cancelled" => OrderChanges.CancelledAsync(connection, order, "changed my mind", ct),
        "refund accepted" => connection.ExecuteAsync(
            $"with {OrderChanges.RefundAccepted(order, Sql.Of($"(select)"))} select from moved",
            ct),
        "refund refused" => OrderChanges.RefundRefusedAsync(
            connection, order, "no", ShipmentStore.IsRecalled(order), ct),
        _ => OrderChanges.RefundedAsync(connection, order, ct)
    };
}
