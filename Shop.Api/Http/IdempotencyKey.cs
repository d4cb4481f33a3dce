using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Shop.Messaging;

namespace Shop.Api.Http;

/// <summary>
/// <c>Idempotency-Key</c>, https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header: the same request
/// again gets the same answer. A key belongs to an account and a route and is kept for a day.
/// </summary>
static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    const int MaxLength = 200;

    /// <summary>Marks a route for the API description.</summary>
    public sealed class Metadata;

    sealed record Effect(Guid Id);

    /// <summary>Null when the caller sent none.</summary>
    public static string? Of(HttpRequest request) => (string?)request.Headers[Header] switch
    {
        null or "" => null,
        { Length: <= MaxLength } key => key,
        _ => throw ShopException.Invalid(Header, $"must be text of at most {MaxLength} characters")
    };

    /// <summary>For a route that keeps the key with what it creates, such as an order.</summary>
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder route) =>
        route.WithMetadata(new Metadata());

    /// <summary>
    /// Answers a repeated request with the first answer. A request with the key costs two statements more, others none.
    /// A failed request is run again. The route's handler takes the id of what it creates from <see cref="EffectId"/>.
    /// </summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder route) =>
        route.TakesIdempotencyKey().AddEndpointFilter(InvokeAsync);

    /// <summary>The id of what the request creates. It is the same when the request is run again.</summary>
    public static Guid EffectId(this HttpContext http) => http.Features.Get<Effect>()?.Id ?? Guid.CreateVersion7();

    /// <summary>The hash of a request body, or of none. White space and the order of fields do not matter.</summary>
    public static byte[] Hash(HttpContext http, object? body)
    {
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return SHA256.HashData(
            body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, json.GetTypeInfo(body.GetType())));
    }

    static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Of(http.Request) is not { } key)
            return await next(context);
        var answers = http.RequestServices.GetRequiredService<Answers>();
        var account = http.Features.GetRequiredFeature<CurrentUser>().Id;
        var route = $"{http.Request.Path}".TrimEnd('/').ToLowerInvariant();
        var request = new KeyedRequest(account, route, key, Hash(http, BodyOf(context)));
        switch (await answers.ClaimAsync(request, http.RequestAborted))
        {
            case { HasSameBody: false }:
                throw new ShopException(
                    ErrorCode.Unprocessable, "The Idempotency-Key was used with another body.");
            case null or { IsClaimed: false, Status: null }:
                const string Running = "The first request with this Idempotency-Key is still running.";
                throw new ShopException(ErrorCode.Conflict, Running) { RetryAfter = TimeSpan.FromSeconds(1) };
            case { Status: { } status } kept:
                await ReplayAsync(http.Response, status, kept);
                break;
            case { EffectId: var effect }:
                http.Features.Set(new Effect(effect));
                return await AnswerAsync(http, request, answers, () => next(context));
        }
        return TypedResults.Empty;
    }

    static async Task<object?> AnswerAsync(
        HttpContext http, KeyedRequest request, Answers answers, Func<ValueTask<object?>> handle)
    {
        var isKept = false;
        CachedResponse response;
        object? unwritten = null;
        try
        {
            response = await CachedResponse.CaptureAsync(http, async context =>
            {
                // The validation of the body returns an object that is no result.
                unwritten = await handle();
                if (unwritten is IResult result)
                {
                    await result.ExecuteAsync(context);
                    unwritten = TypedResults.Empty;
                }
            });
            // A decline is the outcome of an attempt, too.
            isKept = unwritten is EmptyHttpResult
                && response.Status is >= 200 and < 300 or StatusCodes.Status402PaymentRequired;
            if (isKept)
                await answers.KeepAsync(
                    request,
                    response.Status,
                    http.Response.Headers.Location,
                    http.Response.ContentType,
                    response.Body,
                    CancellationToken.None);
        }
        finally
        {
            if (!isKept)
                await answers.ReleaseAsync(request, CancellationToken.None);
        }
        // Without a body, the error handling adds one.
        if (response.Body.Length > 0)
            await response.WriteAsync(http.Response);
        return unwritten;
    }

    static async Task ReplayAsync(HttpResponse response, int status, KeptAnswer kept)
    {
        response.StatusCode = status;
        response.ContentType = kept.ContentType;
        response.ContentLength = kept.Body!.Length;
        if (kept.Location is not null)
            response.Headers.Location = kept.Location;
        await response.Body.WriteAsync(kept.Body);
    }

    static object? BodyOf(EndpointFilterInvocationContext context)
    {
        var type = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        return context.Arguments.FirstOrDefault(argument => argument is not null && argument.GetType() == type);
    }
}
