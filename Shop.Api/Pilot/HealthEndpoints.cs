using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Pilot.Health;

namespace Shop.Api.Pilot;

static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/pilot").WithTags("Pilot").RequireRole(Role.Support);
        api.MapGet("/health", Latest);
        api.MapGet("/health/results", Results);
        api.MapGet("/maintenance", List);
        api.MapPost("/maintenance", Announce).RequireRole(Role.Admin);
        api.MapDelete("/maintenance/{id:guid}", End).RequireRole(Role.Admin);
    }

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthStore>();
        services.AddSingleton<MaintenanceStore>();
    }

    static async Task<Ok<List<CheckHealth>>> Latest(
        HealthStore health, CancellationToken ct, [Range(1, 90)] int days = 30) =>
        TypedResults.Ok(await health.LatestWithUptimeAsync(TimeSpan.FromDays(days), ct));

    /// <param name="name">Only results of this check.</param>
    /// <param name="bad">Only what was not as it should be.</param>
    internal static Task<Ok<List<RecordedCheck>>> Results(
        [AsParameters] Paging paging, [AsParameters] TimeRange time, HealthStore health, CancellationToken ct,
        [StringLength(200)] string? name = null, bool bad = false)
    {
        var (from, to) = time.Read();
        return paging.AnswerAsync((page, limit) => health.ResultsAsync(name, bad, from, to, page, limit, ct));
    }

    static async Task<Ok<List<MaintenanceWindow>>> List(MaintenanceStore maintenance, CancellationToken ct) =>
        TypedResults.Ok(await maintenance.ListAsync(ct));

    /// <param name="request" example='{"minutes":30,"reason":"Release 1.4","starts_at":"2026-12-01T20:00:00Z"}'>
    /// How long from when; it starts now unless it says when.</param>
    internal static async Task<Created<MaintenanceWindow>> Announce(
        MaintenanceRequest request, CurrentUser user, HttpContext http, MaintenanceStore maintenance,
        CancellationToken ct)
    {
        var detail = JsonSerializer.Serialize(request, HealthContractsJson.Default.MaintenanceRequest);
        var act = user.Audit(http, "maintenance.announced", "pilot", detail);
        return TypedResults.Created((string?)null, await maintenance.AddAsync(request, act, ct));
    }

    static async Task<Results<NoContent, NotFound>> End(
        Guid id, CurrentUser user, HttpContext http, MaintenanceStore maintenance, CancellationToken ct) =>
        await maintenance.EndAsync(id, user.Audit(http, "maintenance.ended", $"{id}"), ct)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
