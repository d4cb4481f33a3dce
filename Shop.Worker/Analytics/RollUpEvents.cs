using Shop.Analytics;
using Shop.Tasks;

namespace Shop.Worker.Analytics;

sealed class RollUpEvents(StatsStore stats) : IScheduledWork
{
    const int Batch = 5000;

    public static string Name => "analytics.roll_up";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        while (await stats.RollUpAsync(Batch, ct) == Batch)
        {
        }
    }
}
