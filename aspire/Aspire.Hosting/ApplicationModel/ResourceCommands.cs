using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

public enum ResourceCommandState
{
    Enabled,
    Disabled,
    Hidden,
}

public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";
    public static readonly string StopCommand = "stop";
    public static readonly string RestartCommand = "restart";
}

public class CommandOptions
{
    public string? Description { get; set; }

    /// <summary>What is asked for before the command runs.</summary>
    public IReadOnlyList<InteractionInput> Arguments { get; set; } = [];

    public string? ConfirmationMessage { get; set; }

    public string? IconName { get; set; }

    public IconVariant? IconVariant { get; set; }

    public bool IsHighlighted { get; set; }

    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}

public sealed class UpdateCommandStateContext
{
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    public required IServiceProvider ServiceProvider { get; init; }
}

public sealed class ExecuteCommandContext
{
    public required IServiceProvider Services { get; init; }

    public required string ResourceName { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    public required ILogger Logger { get; init; }

    public required InteractionInputCollection Arguments { get; init; }
}

public sealed class ExecuteCommandResult
{
    public required bool Success { get; init; }

    public bool Canceled { get; init; }

    public string? Message { get; init; }
}

public static class CommandResults
{
    public static ExecuteCommandResult Success() => new() { Success = true };

    public static ExecuteCommandResult Success(string message) => new() { Success = true, Message = message };

    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, Message = errorMessage };

    public static ExecuteCommandResult Failure(Exception exception) => Failure(exception.Message);

    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}

public sealed class ResourceCommandAnnotation(
    string name, string displayName, Func<UpdateCommandStateContext, ResourceCommandState> updateState, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
    string? displayDescription, IReadOnlyList<InteractionInput>? arguments, string? confirmationMessage, string? iconName, IconVariant? iconVariant, bool isHighlighted) : IResourceAnnotation
{
    public string Name { get; } = name;

    public IReadOnlyList<InteractionInput> Arguments { get; } = arguments ?? [];

    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand;

    internal ResourceCommandSnapshot ToSnapshot(CustomResourceSnapshot resource, IServiceProvider services) => new(
        Name, updateState(new() { ResourceSnapshot = resource, ServiceProvider = services }), displayName, displayDescription, null, confirmationMessage, iconName, iconVariant, isHighlighted)
    {
        Arguments = Arguments
    };
}

public sealed partial class ResourceCommandService
{
    readonly ResourceNotificationService _notifications;
    readonly ResourceLoggerService _loggers;
    readonly IServiceProvider _services;

    internal ResourceCommandService(IServiceProvider services)
    {
        _services = services;
        _notifications = services.GetRequiredService<ResourceNotificationService>();
        _loggers = services.GetRequiredService<ResourceLoggerService>();
    }

    /// <summary>Runs the command on every replica.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        var instances = _services.GetRequiredService<DistributedApplicationModel>().InstanceIdsOf(resource);
        var results = await Task.WhenAll(instances.Select(id => ExecuteCommandAsync(id, commandName, cancellationToken)));
        return results.FirstOrDefault(result => !result.Success) ?? results[0];
    }

    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resourceId, commandName, new InteractionInputCollection([]), cancellationToken);

    /// <summary>What is not among the arguments has the value the command's own declaration gives it.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, InteractionInputCollection arguments, CancellationToken cancellationToken = default)
    {
        if (!_notifications.TryGetCurrentState(resourceId, out var current) || current is null)
            return CommandResults.Failure($"There is no resource '{resourceId}'.");
        if (current.Resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(command => command.Name == commandName) is not { } command)
            return CommandResults.Failure($"Resource '{resourceId}' has no command '{commandName}'.");
        var given = new InteractionInputCollection([.. command.Arguments.Select(input => input.With(arguments.TryGetByName(input.Name, out var argument) ? argument!.Value : input.Value))]);
        var logger = _loggers.GetLogger(resourceId);
        try
        {
            return await command.ExecuteCommand(new() { Services = _services, ResourceName = resourceId, CancellationToken = cancellationToken, Logger = logger, Arguments = given });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
#pragma warning disable CA1031 // Whatever a command throws is its answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(logger, commandName, e);
            return CommandResults.Failure(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Command '{Command}' failed")]
    static partial void LogFailed(ILogger logger, string command, Exception exception);
}
