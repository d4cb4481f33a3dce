using Shop.Inventory;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

/// <summary>Requests a stock sync every hour as an ordinary task, which has retries and a status.</summary>
sealed class ScheduleSync(TaskStore tasks, StockSync stock) : IScheduledWork
{
    static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    public static string Name => StockSync.Kind;

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await tasks.RequestAsync(StockSync.Kind, null, "{}", ct);
        await stock.ForgetAsync(Retention, ct);
    }
}
