using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Checks what runs: often until it is healthy, seldom from then on. A resource that becomes healthy is made ready
/// (its <see cref="ResourceReadyEvent"/> handlers run), and only then do those that wait for it start.
/// </summary>
sealed class ResourceHealthCheckService(
    ResourceNotificationService notifications, HealthCheckService checks, IDistributedApplicationEventing eventing, IServiceProvider services, ResourceLoggerService loggers, TimeProvider time)
    : BackgroundService
{
    static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);
    // What is watched over, and how its watcher hears between two looks that it has ended.
    readonly ConcurrentDictionary<string, TaskCompletionSource> _watched = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (change.Snapshot.State?.Text == KnownResourceStates.Running)
                WatchOver(change.Resource, change.ResourceId, stoppingToken);
            else if (_watched.TryGetValue(change.ResourceId, out var ended))
                ended.TrySetResult();
        }
    }

    void WatchOver(IResource resource, string id, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_watched.TryAdd(id, ended))
            _ = WatchOverAsync(resource, id, ended.Task, cancellationToken);
    }

    async Task WatchOverAsync(IResource resource, string id, Task ended, CancellationToken cancellationToken)
    {
        var keys = resource.GetHealthCheckKeys().ToHashSet(StringComparer.OrdinalIgnoreCase);
        try
        {
            while (!ended.IsCompleted && IsRunning(id, out var snapshot))
            {
                var healthy = keys.Count == 0 || await CheckAsync(resource, id, keys, cancellationToken);
                if (healthy && !snapshot.IsReady)
                    await MakeReadyAsync(resource, id, cancellationToken);
                else if (keys.Count == 0)
                    return;
                await Task.WhenAny(ended, Task.Delay(healthy ? WhileHealthy : WhileUnhealthy, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _watched.TryRemove(id, out _);
            // It may have come back between the last look and now.
            if (!cancellationToken.IsCancellationRequested && IsRunning(id, out var snapshot) && !snapshot.IsReady)
                WatchOver(resource, id, cancellationToken);
        }
    }

    bool IsRunning(string id, out CustomResourceSnapshot snapshot)
    {
        snapshot = notifications.TryGetCurrentState(id, out var current) ? current!.Snapshot : null!;
        return snapshot?.State?.Text == KnownResourceStates.Running;
    }

    async Task<bool> CheckAsync(IResource resource, string id, HashSet<string> keys, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        await notifications.PublishUpdateAsync(resource, id, s => s.State?.Text != KnownResourceStates.Running ? s : s with
        {
            HealthReports = [.. report.Entries.Select(entry => new HealthReportSnapshot(entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.Message) { LastRunAt = time.GetUtcNow().UtcDateTime })],
        });
        return report.Status is HealthStatus.Healthy;
    }

    async Task MakeReadyAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        try
        {
            await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
            await notifications.PublishUpdateAsync(resource, id, s => s with { IsReady = true });
        }
#pragma warning disable CA1031 // A handler that fails is shown on its resource and tried again with the next check.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            loggers.Append(id, e.ToString(), isError: true);
        }
    }
}
