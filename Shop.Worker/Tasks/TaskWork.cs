using Shop.Messaging;
using Shop.Privacy;
using Shop.Tasks;

namespace Shop.Worker.Tasks;

static class TaskWork
{
    public static void AddTaskWork(this IServiceCollection services)
    {
        services.AddSingleton<TaskStore>();
        services.AddMessageHandler<RunTask, TaskRequested>();
        services.AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<Retention>();
        services.AddScheduled<DeleteOldRows>();
    }
}
