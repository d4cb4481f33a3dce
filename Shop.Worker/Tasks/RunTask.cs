using System.Text.Json;
using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Tasks;

/// <summary>Runs a task. Transient failures are retried with backoff and are visible in the task meanwhile.</summary>
sealed class RunTask(TaskStore tasks, IEnumerable<ITaskRunner> runners) : IMessageHandler<TaskRequested>
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
        catch (Exception e) when (e is ShopException or HttpRequestException or JsonException)
        {
            var isFinal = e is ShopException { Permanent: true } || context.Attempt >= MaxAttempts;
            await tasks.FailAsync(task.Id, e.Message, isFinal, ct);
            if (!isFinal)
                throw;
        }
    }
}
