using System.ComponentModel;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Primitives;
using ServiceDefaults;

namespace Shop.Api.Http;

/// <summary>
/// Caches the responses of routes with the same answer for everybody. A request with <c>Cache-Control</c> or
/// <c>If-None-Match</c> bypasses the cache.
/// </summary>
sealed class ResponseCache(HybridCache cache, CacheAdmission admission)
{
    public static readonly TimeSpan Expiration = TimeSpan.FromMilliseconds(500);
    const int MaxTarget = 512;

    int _generation;

    /// <summary>Shows a change at once on this replica.</summary>
    // Not by a tag: HybridCache keeps a response that was being created while its tag was removed.
    public void Clear() => Interlocked.Increment(ref _generation);

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        if (http.GetEndpoint()?.Metadata.GetMetadata<CachedRoute>() is null
            || headers.CacheControl.Count > 0 || headers.IfNoneMatch.Count > 0)
            return next(http);
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.Length <= MaxTarget && admission.Admits(target)
            ? AnswerAsync($"{Volatile.Read(ref _generation)} {target}", http, next) : next(http);
    }

    async Task AnswerAsync(string key, HttpContext http, RequestDelegate next)
    {
        CachedResponse? own = null;
        var response = await cache.GetOrCreateAsync(
            key, async _ => own = await CachedResponse.CaptureAsync(http, next));
        // Errors are neither cached nor shared.
        var isError = response.Status != StatusCodes.Status200OK;
        if (isError && own is not null)
            await cache.RemoveAsync(key);
        await (isError && own is null ? next(http) : response.WriteAsync(http.Response));
    }
}

[ImmutableObject(true)]
sealed record CachedResponse(int Status, KeyValuePair<string, StringValues>[] Headers, byte[] Body)
{
    public static async Task<CachedResponse> CaptureAsync(HttpContext http, RequestDelegate next)
    {
        var (body, aborted) = (http.Response.Body, http.RequestAborted);
        using var captured = new MemoryStream();
        http.Response.Body = captured;
        // Other requests wait for this response, so it is completed even if this client disconnects.
        http.RequestAborted = CancellationToken.None;
        try
        {
            await next(http);
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (body, aborted);
        }
        return new(http.Response.StatusCode, [.. http.Response.Headers], captured.ToArray());
    }

    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, 0, Body.Length);
    }
}

sealed class CachedRoute;

static class ResponseCacheRoutes
{
    public static RouteHandlerBuilder CacheResponse(this RouteHandlerBuilder route) =>
        route.WithMetadata(new CachedRoute());

    public static void UseResponseCache(this WebApplication app)
    {
        var responses = app.Services.GetRequiredService<ResponseCache>();
        app.Use(responses.InvokeAsync);
    }
}
