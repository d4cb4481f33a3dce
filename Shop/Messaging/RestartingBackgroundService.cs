using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>
/// Background work that runs until the process ends and restarts after a failure. It logs one line per outage and one
/// line when the outage is over.
/// </summary>
public abstract partial class RestartingBackgroundService(ILogger logger) : BackgroundService
{
    static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    // A dependency that starts at the same time is up by then. Until then its absence is no outage.
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    bool _isDown;
    bool _hasWorked;

    protected virtual string Name => GetType().Name;

    /// <summary>
    /// Runs until it fails or is stopped. Calls <see cref="ReportRunning"/> once it has what it needs.
    /// </summary>
    protected abstract Task RunAsync(CancellationToken ct);

    protected void ReportRunning()
    {
        if (_isDown)
            LogRecovered(Name);
        (_isDown, _hasWorked) = (false, true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = MinDelay;
        var started = TimeProvider.System.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // An unavailable broker or database throws many exception types; all are retried.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                var isStarting = !_hasWorked && TimeProvider.System.GetElapsedTime(started) < StartTimeout;
                if (!_isDown && !isStarting)
                {
                    LogInterrupted(Name, e.Message.Split('\n')[0]);
                    delay = MinDelay;
                    _isDown = true;
                }
                await Task.Delay(delay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!isStarting)
                    delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} is interrupted and will be retried: {Reason}")]
    partial void LogInterrupted(string work, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Work} has recovered")]
    partial void LogRecovered(string work);
}
