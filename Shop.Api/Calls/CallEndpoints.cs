using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Fitting;
using Shop.Api.Http;
using Shop.Api.Knowledge;
using Shop.Calls;
using Shop.Privacy;
using Shop.Staff;

namespace Shop.Api.Calls;

/// <summary>Calls to the shop's telephone, for staff.</summary>
static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/calls").WithTags("Calls").RequireRole(Role.Support);
        api.MapGet("", List);
        api.MapGet("/{id:guid}", Find);
        api.MapGet("/callers/{phone}", Export).RequireRole(Role.Admin);
        api.MapDelete("/callers/{phone}", Forget).RequireRole(Role.Admin);
        routes.MapFitting();
        routes.MapKnowledge();
    }

    /// <summary>Calls, and what callers book and ask.</summary>
    public static void AddCalls(this IServiceCollection services)
    {
        services.AddFitting();
        services.AddKnowledge();
        services.AddSingleton<CallQueries>();
        services.AddSingleton<CallStore>();
        services.AddSingleton<CallerData>();
    }

    static Task<Ok<List<CallSummary>>> List(
        [AsParameters] Paging paging, CallQueries calls, CancellationToken ct, bool? live = null,
        [NameOf<CallOutcome>] string? outcome = null, [StringLength(20)] string? caller = null) =>
        paging.AnswerAsync((page, limit) => calls.ListAsync(
            live, EnumNames.Find<CallOutcome>(outcome), string.IsNullOrEmpty(caller) ? null : caller, page, limit, ct));

    static async Task<Results<Ok<CallDetails>, NotFound>> Find(Guid id, CallQueries calls, CancellationToken ct) =>
        await calls.FindAsync(id, ct) is { } call ? TypedResults.Ok(call) : TypedResults.NotFound();

    /// <summary>Everything kept of a phone number: calls, bookings and orders made on the phone.</summary>
    static async Task<Ok<JsonNode>> Export(
        [RegularExpression("^[0-9]{3,20}$")] string phone, CurrentUser user, HttpContext http, CallerData callers,
        AuditTrail trail, CancellationToken ct)
    {
        await trail.AddAsync(user.Audit(http, "caller.exported", EndOf(phone)), ct);
        return TypedResults.Ok(JsonNode.Parse(await callers.ExportAsync(phone, ct))!);
    }

    /// <summary>Deletes all of it, at the request of the person whose number it is.</summary>
    static async Task<NoContent> Forget(
        [RegularExpression("^[0-9]{3,20}$")] string phone, CurrentUser user, HttpContext http, CallerData callers,
        AuditTrail trail, CancellationToken ct)
    {
        await trail.AddAsync(user.Audit(http, "caller.forgotten", EndOf(phone)), ct);
        await callers.ForgetAsync(phone, ct);
        return TypedResults.NoContent();
    }

    // The number itself may have to be forgotten, and the audit trail is kept.
    static string EndOf(string phone) => $"…{phone[^Math.Min(4, phone.Length)..]}";
}
