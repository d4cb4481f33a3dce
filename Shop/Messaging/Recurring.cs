using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>Work that goes on until the process ends and starts over after a failure: one log line per outage, one when it is over.</summary>
public abstract partial class Recurring(ILogger logger) : BackgroundService
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // A server that starts at the same time is up by then. Until then its absence is no outage.
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    bool _isDown;
    bool _hasWorked;

    protected virtual string Name => GetType().Name;

    /// <summary>Runs until it fails or is stopped. Calls <see cref="Works"/> once it has what it needs.</summary>
    protected abstract Task RunAsync(CancellationToken ct);

    protected void Works()
    {
        if (_isDown)
            LogRecovered(Name);
        (_isDown, _hasWorked) = (false, true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        var started = TimeProvider.System.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // A broker or database that is away takes many shapes, and giving up is none of the answers.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                var isStarting = !_hasWorked && TimeProvider.System.GetElapsedTime(started) < StartTimeout;
                if (!_isDown && !isStarting)
                {
                    LogInterrupted(Name, e.Message.Split('\n')[0]);
                    pause = FirstPause;
                    _isDown = true;
                }
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!isStarting)
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} is interrupted and will go on as soon as it can: {Reason}")]
    partial void LogInterrupted(string work, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Work} goes on")]
    partial void LogRecovered(string work);
}
