using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts every resource as soon as what it waits for is there, and stops them all.</summary>
sealed partial class Orchestrator(
    DistributedApplicationModel model, DcpHost dcpHost, DcpExecutor executor, DashboardHost dashboard, ResourceNotificationService notifications, ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing, IServiceProvider services, ILogger<Orchestrator> logger) : IHostedService, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly Lock _lock = new();
    Task? _stopped;
    DcpClient? _dcp;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        await dashboard.AddToModelAsync(cancellationToken);
        foreach (var resource in model.Resources.Where(resource => resource.IsWorkload()))
            AddLifecycleCommands(resource);
        foreach (var resource in model.Resources)
        {
            foreach (var id in model.InstanceIdsOf(resource))
                await notifications.PublishUpdateAsync(resource, id, s => s.State is null ? s with { State = resource.IsWorkload() ? KnownResourceStates.Starting : null } : s);
        }
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
            await ShowValueAsync(parameter, cancellationToken);
        _dcp = await dcpHost.StartAsync(cancellationToken);
        executor.Start(_dcp, _stopping.Token);
        await executor.AllocateEndpointsAsync(cancellationToken);

        foreach (var resource in model.Resources)
        {
            if (resource is IResourceWithEndpoints)
                await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }
        foreach (var resource in model.Resources.OfType<IResourceWithConnectionString>())
            await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
        _ = FollowAsync(_stopping.Token);
        foreach (var resource in model.Resources.Where(resource => resource.IsWorkload()))
            _ = BringUpAsync(resource, _stopping.Token);
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken);
    }

    /// <summary>Run() and DisposeAsync() both stop the host, in a test at the same time: whoever is second waits for the first.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _stopped ??= StopOnceAsync(cancellationToken);
    }

    async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            if (_dcp is not null)
            {
                await _dcp.ShutDownAsync(cancellationToken);
                dcpHost.End();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or DistributedApplicationException)
        {
            // DCP also watches this process and cleans up when it ends.
            LogNotStopped(e);
        }
        finally
        {
            await dashboard.StopAsync(cancellationToken);
            _dcp?.Dispose();
        }
    }

    public void Dispose() => _stopping.Dispose();

    async Task BringUpAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
            if (waits.Count > 0)
            {
                await PublishAsync(resource, KnownResourceStates.Waiting);
                await Task.WhenAll(waits.Select(wait => notifications.WaitForAsync(wait, cancellationToken)));
            }
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken);
            await PublishAsync(resource, KnownResourceStates.Starting);
            await Task.WhenAll(model.InstanceIdsOf(resource).Select(id => executor.StartAsync(id, cancellationToken)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever keeps a resource from starting is its state, and must not end the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var id in model.InstanceIdsOf(resource))
                loggers.Append(id, e.Message, isError: true);
            await PublishAsync(resource, KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error);
            LogFailed(resource.Name, e.Message);
        }
    }

    async Task ShowValueAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        string? value;
        ResourceStateSnapshot? state = KnownResourceStates.Running;
        try
        {
            value = await parameter.GetValueAsync(cancellationToken);
        }
        catch (DistributedApplicationException e)
        {
            (value, state) = (e.Message, new(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn));
            loggers.Append(parameter.Name, e.Message, isError: true);
        }
        await notifications.PublishUpdateAsync(parameter, s => s with { State = state, Properties = s.Properties.Add(new("Value", value) { IsSensitive = parameter.Secret }) });
    }

    async Task PublishAsync(IResource resource, string state, string? style = null)
    {
        foreach (var id in model.InstanceIdsOf(resource))
            await notifications.PublishUpdateAsync(resource, id, s => s with { State = new(state, style) });
    }

    /// <summary>Children of a container show their parent's state; whoever ends is announced.</summary>
    async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            var running = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                foreach (var child in model.Resources.OfType<IResourceWithParent>().Where(child => ReferenceEquals(child.Parent, change.Resource) && change.Resource.IsContainer() && !child.IsWorkload()))
                    await notifications.PublishUpdateAsync(child, s => s with { State = change.Snapshot.State, StartTimeStamp = change.Snapshot.StartTimeStamp, StopTimeStamp = change.Snapshot.StopTimeStamp });
                var ended = ResourceNotificationService.HasEnded(change);
                if (!ended)
                    running.Add(change.ResourceId);
                else if (running.Remove(change.ResourceId))
                    await eventing.PublishAsync(new ResourceStoppedEvent(change.Resource, services, change), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    void AddLifecycleCommands(IResource resource)
    {
        static bool Ended(UpdateCommandStateContext context) => context.ResourceSnapshot.State?.Text is not { } state || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);
        static bool Running(UpdateCommandStateContext context) => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running;

        Add(KnownResourceCommands.StartCommand, "Start", "Play", highlighted: true, context => Ended(context) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden, async context =>
        {
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), context.CancellationToken);
            await StartAgainAsync(resource, context.ResourceName, context.CancellationToken);
        });
        Add(KnownResourceCommands.StopCommand, "Stop", "Stop", highlighted: true, context => Ended(context) ? ResourceCommandState.Hidden : Running(context) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            context => executor.StopAsync(context.ResourceName, context.CancellationToken));
        Add(KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", highlighted: false, context => Running(context) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled, async context =>
        {
            await executor.StopAsync(context.ResourceName, context.CancellationToken);
            await StartAgainAsync(resource, context.ResourceName, context.CancellationToken);
        });

        void Add(string name, string displayName, string icon, bool highlighted, Func<UpdateCommandStateContext, ResourceCommandState> state, Func<ExecuteCommandContext, Task> execute) =>
            resource.Annotations.Add(new ResourceCommandAnnotation(name, displayName, state, async context =>
            {
                await execute(context);
                return CommandResults.Success();
            }, null, null, null, icon, IconVariant.Filled, highlighted));
    }

    async Task StartAgainAsync(IResource resource, string instanceId, CancellationToken cancellationToken)
    {
        await notifications.PublishUpdateAsync(resource, instanceId, s => s with { State = KnownResourceStates.Starting, ExitCode = null });
        await executor.StartAsync(instanceId, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "{Resource} did not start: {Reason}")]
    private partial void LogFailed(string resource, string reason);

    [LoggerMessage(LogLevel.Debug, "DCP could not be told to stop")]
    private partial void LogNotStopped(Exception exception);
}
