using System.Text.Json;
using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Tasks;

/// <summary>
/// Runs a task. Failures that may pass are retried with backoff and are visible in the task meanwhile. Every other
/// exception ends the task as failed, with a reason.
/// </summary>
sealed partial class RunTask(TaskStore tasks, IEnumerable<ITaskRunner> runners, ILogger<RunTask> logger)
    : IMessageHandler<TaskRequested>
{
    // The delays before them add up to 36 s: a caller should not wait longer to learn of a failure.
    const int MaxAttempts = 4;

    public static string Consumer => "tasks.run";

    public async Task HandleAsync(TaskRequested message, MessageContext context, CancellationToken ct)
    {
        if (await tasks.BeginAsync(message.TaskId, ct) is not { } task)
            return;
        try
        {
            var runner = runners.FirstOrDefault(runner => runner.Kind == task.Kind)
                ?? throw new ShopException(ErrorCode.Internal, $"There is no runner for {task.Kind}.");
            await tasks.SucceedAsync(task.Id, await runner.RunAsync(task, ct), ct);
        }
#pragma warning disable CA1031 // Whoever waits for the task learns of any failure.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var isFinal = e is ShopException { Permanent: true } || context.Attempt >= MaxAttempts;
            await tasks.FailAsync(task.Id, ReasonOf(e, task), isFinal, ct);
            if (!isFinal)
                throw;
            Failures.Report(new($"task {task.Kind}", e, task.Kind.Split('.')[0]));
        }
    }

    /// <summary>The message of an unexpected exception is for the log only: its text may be from inside.</summary>
    string ReasonOf(Exception e, ScheduledTask task)
    {
        if (e is ShopException or HttpRequestException or JsonException)
            return e.Message;
        LogFailed(e, task.Kind, task.Id, ShopTelemetry.TraceId);
        return $"An unexpected failure, reference {ShopTelemetry.TraceId ?? $"{task.Id}"}.";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Kind} {Id} failed, reference {Reference}")]
    partial void LogFailed(Exception e, string kind, Guid id, string? reference);
}
