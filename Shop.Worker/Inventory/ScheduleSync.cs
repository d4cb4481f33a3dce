using Shop.Inventory;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

/// <summary>Requests a stock sync every hour as an ordinary task, which has retries and a status.</summary>
sealed class ScheduleSync(TaskStore tasks) : IScheduledWork
{
    public static string Name => StockSync.Kind;

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken ct) => tasks.RequestAsync(StockSync.Kind, null, "{}", ct);
}
