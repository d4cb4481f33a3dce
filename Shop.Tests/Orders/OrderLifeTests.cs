using Npgsql;
using Shop.Database;
using Shop.Orders;

namespace Shop.Tests.Orders;

/// <summary>Random steps in random order against the database: whatever is tried, only what the table allows happens, and the goods add up.</summary>
public class OrderLifeTests(ShopFixture shop)
{
    const int Runs = 60;
    const int StepsOfARun = 14;
    const int Stock = 5;

    static readonly string[] Steps = ["start payment", "paid", "payment failed", "shipment", "shipped", "delivered", "cancelled", "refunded"];

    [Fact]
    public async Task Whatever_is_tried_only_what_may_follow_happens()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: Stock);
        // Another one each time; a failure names it, and with it here the failure comes again.
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 0; run < Runs; run++)
        {
            var script = random.GetItems(Steps, StepsOfARun);
            await shop.Database.ExecuteAsync($"update inventory.stock set on_hand = {Stock}, reserved = 0 where product_id = {purchase.Goods.Ids[0]}", ct);
            var placed = await purchase.PlaceAsync(ct, quantity: 2);
            var order = (Guid)placed["id"]!;
            var (status, payment) = (OrderStatus.Pending, PaymentStatus.Unpaid);
            foreach (var step in script)
            {
                await using var connection = await shop.Database.OpenConnectionAsync(ct);
                await TryAsync(connection, step, order, ct);
                var now = (await purchase.ReadAsync(placed, ct))!;
                var next = (Enum.Parse<OrderStatus>((string)now["status"]!, true), Enum.Parse<PaymentStatus>((string)now["payment_status"]!, true));
                var story = $"seed {seed}: {string.Join(", ", script)}: {status}/{payment} -> {step} -> {next}";
                Assert.True(next.Item1 == status || OrderLife.Next(status).Contains(next.Item1), story);
                Assert.True(next.Item2 == payment || OrderLife.Next(payment).Contains(next.Item2), story);
                (status, payment) = next;

                var (onHand, reserved) = await purchase.StockAsync(ct);
                var isGone = now["history"]!.AsArray().Any(passed => (string)passed!["note"]! == "shipped");
                Assert.Equal((isGone ? Stock - 2 : Stock, (bool)now["inventory_reserved"]! ? 2 : 0), (onHand, reserved));
            }
        }
    }

    static Task TryAsync(NpgsqlConnection connection, string step, Guid order, CancellationToken ct) => step switch
    {
        "start payment" => connection.ExecuteAsync(OrderChanges.StartPayment(order), ct),
        "paid" => OrderChanges.PaidAsync(connection, order, ct),
        "payment failed" => OrderChanges.PaymentFailedAsync(connection, order, "declined", ct),
        "shipment" => connection.ExecuteAsync($"with {OrderChanges.ShipmentCreated(order, "1", Sql.Of($"(select)"))} select from moved", ct),
        "shipped" => OrderChanges.ShippedAsync(connection, order, ct),
        "delivered" => OrderChanges.DeliveredAsync(connection, order, ct),
        "cancelled" => OrderChanges.CancelledAsync(connection, order, "changed my mind", ct),
        _ => OrderChanges.RefundedAsync(connection, order, ct)
    };
}
