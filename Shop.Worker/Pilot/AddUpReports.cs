using Shop.Pilot.Errors;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

/// <summary>Adds up the counts that changes of reports have left, so that statistics read few rows.</summary>
sealed class AddUpReports(StatisticsStore statistics) : IScheduledWork
{
    public static string Name => "pilot.add_up_reports";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken ct) => statistics.AddUpAsync(ct);
}
