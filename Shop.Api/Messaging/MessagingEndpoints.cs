using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Messaging;

namespace Shop.Api.Messaging;

static class MessagingEndpoints
{
    public static void MapMessaging(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/messaging/dead-letters").WithTags("Messaging").RequireRole(Role.Staff);
        api.MapGet("/", List);
        api.MapGet("/queues", Queues);
        api.MapGet("/{consumer}/{id:guid}", Find);
        api.MapPost("/{consumer}/replay", ReplayAll).RequireRole(Role.Admin);
        api.MapPost("/{consumer}/{id:guid}/replay", ReplayOne).RequireRole(Role.Admin);
    }

    static Task<Ok<List<DeadLetter>>> List(
        string? consumer, [AsParameters] Paging paging, DeadLetters letters, CancellationToken ct) =>
        paging.AnswerAsync((page, limit) => letters.ListAsync(consumer, page, limit, ct));

    static async Task<Ok<List<WaitingLetters>>> Queues(DeadLetters letters, CancellationToken ct) =>
        TypedResults.Ok(await letters.QueuesAsync(ct));

    static async Task<Results<Ok<DeadLetter>, NotFound>> Find(
        string consumer, Guid id, DeadLetters letters, CancellationToken ct) =>
        await letters.FindAsync(consumer, id, ct) is { } letter ? TypedResults.Ok(letter) : TypedResults.NotFound();

    static async Task<Accepted<ReplayAccepted>> ReplayAll(
        string consumer, CurrentUser user, HttpContext http, DeadLetters letters, CancellationToken ct)
    {
        var act = user.Audit(http, "letters.replayed", consumer);
        var count = await letters.RequestReplayAsync(consumer, null, act, ct);
        return TypedResults.Accepted((string?)null, new ReplayAccepted(count));
    }

    static async Task<Results<Accepted<ReplayAccepted>, NotFound>> ReplayOne(
        string consumer, Guid id, CurrentUser user, HttpContext http, DeadLetters letters, CancellationToken ct)
    {
        var act = user.Audit(http, "letter.replayed", $"{id}", DetailOf(consumer));
        return await letters.RequestReplayAsync(consumer, id, act, ct) is > 0 and var count
            ? TypedResults.Accepted((string?)null, new ReplayAccepted(count))
            : TypedResults.NotFound();
    }

    static string DetailOf(string consumer) =>
        JsonSerializer.Serialize(new() { ["consumer"] = consumer }, MessagingJson.Default.DictionaryStringString);
}
