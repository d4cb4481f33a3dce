using Shop.Pilot.GitHub;
using Shop.Tasks;
using Shop.Worker.Tasks;

namespace Shop.Worker.Pilot;

/// <summary>Looks whether issues of open reports were closed in GitHub.</summary>
sealed partial class CheckIssues(ReportIssues issues, ILogger<CheckIssues> logger) : IScheduledWork
{
    public static string Name => "pilot.check_issues";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken ct) =>
        Batches.HandleAllAsync(limit => issues.ClaimOpenAsync(limit, ct), issue => CheckAsync(issue, ct));

    async Task CheckAsync(OpenIssue issue, CancellationToken ct)
    {
        try
        {
            await issues.CheckAsync(issue, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            LogUnknown(issue.Number, e.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The state of issue {Number} is still unknown and will be checked again: {Reason}")]
    partial void LogUnknown(int number, string reason);
}
