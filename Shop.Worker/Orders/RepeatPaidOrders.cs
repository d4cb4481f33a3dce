using Shop.Orders;
using Shop.Tasks;

namespace Shop.Worker.Orders;

/// <summary>Publishes paid orders again whose shipment does not come, for example because a message was lost.</summary>
sealed class RepeatPaidOrders(OrderStore orders) : IScheduledWork
{
    const int Batch = 200;

    // Longer than the retries of a message.
    static readonly TimeSpan After = TimeSpan.FromMinutes(20);

    public static string Name => "orders.repeat_paid";

    public TimeSpan Interval => TimeSpan.FromSeconds(20);

    public Task RunAsync(CancellationToken ct) => orders.RepeatPaidAsync(After, Batch, ct);
}
