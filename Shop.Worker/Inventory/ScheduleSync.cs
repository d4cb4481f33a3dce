using Shop.Inventory;
using Shop.Tasks;

namespace Shop.Worker.Inventory;

/// <summary>Every hour, as a task like any other, so that it is tried again and its end can be looked up.</summary>
sealed class ScheduleSync(TaskStore tasks, StockSync stock) : IScheduledWork
{
    static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    public static string Name => StockSync.Kind;

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await tasks.RequestAsync(StockSync.Kind, null, "{}", ct);
        await stock.ForgetAsync(Memory, ct);
    }
}
