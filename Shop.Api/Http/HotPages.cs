using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Shop.Api.Http;

/// <summary>
/// The bytes of pages that are asked for again and again, so that a crowd in front of one page costs the database two looks a second. A page gets there
/// by being asked for more than eight times within half a second; its bytes are never older than 0.7 s, counted from before the database was asked.
/// </summary>
sealed class HotPages(TimeProvider time)
{
    const int Threshold = 8;
    const int MaxPages = 4096;
    const int MaxBytes = 256 * 1024;
    const int MaxTarget = 512;
    static readonly long Fresh = TimeSpan.FromMilliseconds(500).Ticks;
    // Served while one request fetches the next answer.
    static readonly long Usable = TimeSpan.FromMilliseconds(700).Ticks;

    readonly ConcurrentDictionary<string, Page> _pages = new(StringComparer.Ordinal);
    int _known;

    /// <summary>Whoever has just changed something sees it, on this replica, at once.</summary>
    public void Forget() => _pages.Clear();

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<HotRoute>() is null || http.Request.Headers.CacheControl.Count > 0 || http.Request.Headers.IfNoneMatch.Count > 0)
            return next(http);
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.Length > MaxTarget)
            return next(http);
        var page = _pages.TryGetValue(target, out var known) ? known : Add(target);
        var now = time.GetUtcNow().Ticks;
        var age = page.Answer is { } answer ? now - answer.At : long.MaxValue;
        if (age < Fresh)
            return page.Answer!.WriteAsync(http.Response);
        var isHot = age < Usable || page.IsAskedOften(now);
        if (isHot && Interlocked.Exchange(ref page.Refilling, 1) == 0)
            return RefillAsync(page, now, http, next);
        return age < Usable ? page.Answer!.WriteAsync(http.Response) : next(http);
    }

    Page Add(string target)
    {
        if (Interlocked.Increment(ref _known) > MaxPages)
        {
            _known = 0;
            _pages.Clear();
        }
        return _pages.GetOrAdd(target, _ => new());
    }

    static async Task RefillAsync(Page page, long now, HttpContext http, RequestDelegate next)
    {
        var response = http.Response;
        var body = response.Body;
        using var bytes = new MemoryStream();
        try
        {
            response.Body = bytes;
            await next(http);
            if (response.StatusCode == StatusCodes.Status200OK && bytes.Length <= MaxBytes)
                page.Answer = new(now, bytes.ToArray(), [.. response.Headers]);
        }
        finally
        {
            response.Body = body;
            page.Refilling = 0;
        }
        bytes.Position = 0;
        await bytes.CopyToAsync(body, http.RequestAborted);
    }

    sealed class Page
    {
        long _since;
        int _asked;

        public int Refilling;

        public Answer? Answer { get; set; }

        // Counts may be lost between two threads: it takes a request more, or less, to be hot.
        public bool IsAskedOften(long now)
        {
            if (now - _since > Fresh)
                (_since, _asked) = (now, 0);
            return ++_asked > Threshold;
        }
    }

    sealed class Answer(long at, byte[] bytes, KeyValuePair<string, StringValues>[] headers)
    {
        public long At => at;

        public Task WriteAsync(HttpResponse response)
        {
            foreach (var (name, value) in headers)
                response.Headers[name] = value;
            response.ContentLength = bytes.Length;
            return response.Body.WriteAsync(bytes, 0, bytes.Length);
        }
    }

    public sealed class HotRoute;
}

static class HotPageRoutes
{
    public static RouteHandlerBuilder ServeHot(this RouteHandlerBuilder route) => route.WithMetadata(new HotPages.HotRoute());

    public static void UseHotPages(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<HotPages>();
        app.Use(pages.InvokeAsync);
    }
}
