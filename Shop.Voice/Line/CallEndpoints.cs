using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>
/// What a dialplan calls with CURL(). A call's UUID is its key, so whoever does not know it learns and changes nothing.
/// </summary>
static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/calls");
        calls.MapPost("/", Announce).DisableAntiforgery();
        calls.MapGet("/{id:guid}/next", Next);
    }

    /// <summary>Before AudioSocket(): the number of the caller, and perhaps the language of the greeting.</summary>
    static async Task<Results<NoContent, ValidationProblem>> Announce(
        [FromForm] Guid id, [FromForm] string? caller, [FromForm] string? language,
        CallDirectory directory, IOptions<VoiceOptions> options)
    {
        var spoken = string.IsNullOrEmpty(language)
            ? options.Value.Language
            : EnumNames.Find<SpokenLanguage>(language);
        if (spoken is null)
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["language"] = ["uk, ru and en are spoken."] });
        await directory.AnnounceAsync(id, Caller.Normalize(caller), spoken.Value);
        return TypedResults.NoContent();
    }

    /// <summary>After AudioSocket(): "operator" or "hang_up".</summary>
    static async Task<ContentHttpResult> Next(Guid id, CallDirectory directory, CancellationToken ct) =>
        TypedResults.Text((await directory.NextAsync(id, ct)).Spelling());
}
