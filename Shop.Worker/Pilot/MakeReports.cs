using Microsoft.Extensions.Options;
using Shop.Pilot.Reports;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

/// <summary>
/// Makes the daily and the weekly report when they are due. A period that passed unnoticed is not made up for.
/// </summary>
sealed class MakeReports(ReportStore reports, IOptions<ReportOptions> options, TimeProvider time) : IScheduledWork
{
    public static string Name => "pilot.make_reports";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            var (period, due) = ReportPeriod.Last(kind, time.GetUtcNow(), options.Value);
            if (due <= time.GetUtcNow())
                await reports.MakeAsync(period, ct);
        }
    }
}
