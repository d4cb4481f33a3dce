using Shop.Privacy;
using Shop.Tasks;

namespace Shop.Worker.Tasks;

sealed class DeleteOldRows(Retention retention) : IScheduledWork
{
    public static string Name => "tasks.delete_old_rows";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken ct) => retention.DeleteAsync(ct);
}
