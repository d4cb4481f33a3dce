using System.Diagnostics;
using Microsoft.Extensions.Options;
using Shop.Pilot.Health;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

sealed partial class CheckShop(
    CheckRun check, IOptions<CheckOptions> options, TimeProvider time, ILogger<CheckShop> logger) : IScheduledWork
{
    // The site may still be starting, which is no outage, and checks would slow the start of everything else.
    static readonly TimeSpan Start = TimeSpan.FromMinutes(1);

    public static string Name => "pilot.check_shop";

    public TimeSpan Interval => options.Value.Interval;

    public async Task RunAsync(CancellationToken ct)
    {
        using var process = Process.GetCurrentProcess();
        if (time.GetUtcNow() - process.StartTime.ToUniversalTime() < Start)
            return;
        foreach (var change in await check.RunAsync(ct))
        {
            if (change.IsDown)
                LogDown(change.Result.Name, change.Result.Detail);
            else
                LogUp(change.Result.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The check {Check} is down: {Detail}")]
    partial void LogDown(string check, string detail);

    [LoggerMessage(LogLevel.Information, "The check {Check} is up again")]
    partial void LogUp(string check);
}
