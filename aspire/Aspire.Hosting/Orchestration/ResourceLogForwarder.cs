using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Repeats the console of every resource in the AppHost's own log, as <c>EnableResourceLogging</c> asks.</summary>
sealed class ResourceLogForwarder(ResourceNotificationService notifications, ResourceLoggerService loggers, ILoggerFactory factory, IHostEnvironment environment) : BackgroundService
{
    readonly ConcurrentDictionary<string, byte> _followed = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (_followed.TryAdd(change.ResourceId, 0))
                _ = ForwardAsync(change.ResourceId, factory.CreateLogger($"{environment.ApplicationName}.Resources.{change.Resource.Name}"), stoppingToken);
        }
    }

    async Task ForwardAsync(string id, ILogger logger, CancellationToken cancellationToken)
    {
        await foreach (var lines in loggers.WatchAsync(id).WithCancellation(cancellationToken))
        {
            foreach (var line in lines)
                logger.Log(line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, line.LineNumber, line.Content, null, (content, _) => content);
        }
    }
}
