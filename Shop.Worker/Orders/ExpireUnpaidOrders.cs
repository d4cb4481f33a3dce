using Shop.Orders;
using Shop.Tasks;

namespace Shop.Worker.Orders;

/// <summary>Cancels orders that were not paid or not picked up in time and returns their goods to the stock.</summary>
sealed class ExpireUnpaidOrders(OrderStore orders) : IScheduledWork
{
    const int Batch = 200;

    public static string Name => "orders.expire_unpaid";

    public TimeSpan Interval => TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken ct)
    {
        while (await orders.ExpireAsync(Batch, ct) >= Batch)
        {
        }
    }
}
