using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Tasks;

namespace Shop.Api.Tasks;

static class TaskEndpoints
{
    public static void AddTasks(this IServiceCollection services)
    {
        services.AddSingleton<TaskStore>();
        services.AddSingleton<TaskQueries>();
    }

    public static void MapTasks(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/tasks").WithTags("Tasks").RequireRole(Role.Customer).MapGet("/{id:guid}/status", Status);

    static async Task<Results<Ok<ScheduledTask>, NotFound>> Status(
        Guid id, CurrentUser user, TaskStore tasks, CancellationToken ct) =>
        await tasks.FindAsync(id, ct) is { } task && (task.OwnerId == user.Id || user.Includes(Role.Staff))
            ? TypedResults.Ok(task)
            : TypedResults.NotFound();
}
