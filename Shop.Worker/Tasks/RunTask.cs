using System.Text.Json;
using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Tasks;

/// <summary>A failure that may pass is tried again after growing pauses; the task says so all the while.</summary>
sealed class RunTask(TaskStore tasks, IEnumerable<ITaskRunner> runners) : IMessageHandler<TaskRequested>
{
    // The pauses before them add up to 36 s: whoever waits for a task should not wait longer for the bad news.
    const int MostAttempts = 4;

    public static string Consumer => "tasks.run";

    public async Task HandleAsync(TaskRequested message, MessageContext context, CancellationToken ct)
    {
        if (await tasks.BeginAsync(message.TaskId, ct) is not { } task)
            return;
        try
        {
            var runner = runners.FirstOrDefault(runner => runner.Kind == task.Kind) ?? throw new ShopException(ErrorCode.Internal, $"Nobody runs {task.Kind}.");
            await tasks.SucceedAsync(task.Id, await runner.RunAsync(task, ct), ct);
        }
        catch (Exception e) when (e is ShopException or HttpRequestException or JsonException)
        {
            var isFinal = e is ShopException { Permanent: true } || context.Attempt >= MostAttempts;
            await tasks.FailAsync(task.Id, e.Message, isFinal, ct);
            if (!isFinal)
                throw;
        }
    }
}
