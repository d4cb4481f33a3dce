using Microsoft.Extensions.Options;
using Shop.Orders;
using Shop.Payments;
using Shop.Tasks;

namespace Shop.Worker.Orders;

/// <summary>During development, hands over orders for pickup as the staff at the counter would.</summary>
sealed class HandOverPickups(OrderStore orders, Counter counter, IOptions<OrderOptions> options) : IScheduledWork
{
    const int Batch = 200;

    public static string Name => "orders.hand_over_pickups";

    public TimeSpan Interval => TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken ct)
    {
        List<MovedOrder> ready;
        do
        {
            ready = await orders.ReadyForPickupAsync(options.Value.PickUpAfter!.Value, Batch, ct);
            foreach (var order in ready)
                await counter.HandOverAsync(order.Id, Counter.Cash, ct);
        }
        while (ready.Count == Batch);
    }
}
