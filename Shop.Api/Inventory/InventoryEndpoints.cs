using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Inventory;
using Shop.Tasks;

namespace Shop.Api.Inventory;

static class InventoryEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/inventory").WithTags("Inventory").RequireRole(Role.Staff);
        api.MapPost("/sync", Sync);
        api.MapGet("/status", Status);
        api.MapGet("/discrepancies", Discrepancies);
    }

    public static void AddInventory(this IServiceCollection services) => services.AddSingleton<StockSync>();

    static async Task<Accepted<TaskAccepted>> Sync(
        CurrentUser user, HttpContext http, TaskStore tasks, CancellationToken ct)
    {
        var act = user.Audit(http, StockSync.Kind, "warehouse");
        var task = await tasks.RequestAsync(StockSync.Kind, user.Id, "{}", ct, act);
        return TypedResults.Accepted($"/api/tasks/{task.TaskId}/status", task);
    }

    static async Task<Ok<SyncStatus>> Status(StockSync stock, CancellationToken ct) =>
        TypedResults.Ok(await stock.StatusAsync(ct));

    static Task<Ok<List<Discrepancy>>> Discrepancies(
        Guid? run, [AsParameters] Paging paging, StockSync stock, CancellationToken ct) =>
        paging.AnswerAsync((page, limit) => stock.DiscrepanciesAsync(run, page, limit, ct));
}
