using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceDefaults;

/// <summary>
/// Refuses a body whose length is over the limit before anything reads it. Kestrel itself refuses it when it is read,
/// and closes the connection: a client that is still sending sees a broken pipe instead of the answer.
/// </summary>
public static class BodyLimit
{
    public static void UseBodyLimit(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!IsTooLong(http))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    });

    /// <summary>Whoever calls it answers 413 and leaves the body alone.</summary>
    public static bool IsTooLong(HttpContext http)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit?.MaxRequestBodySize is not { } max || !(http.Request.ContentLength > max))
            return false;
        // Kestrel throws away what nobody has read, for at most five seconds, and does not with a body over the limit.
        // A client that asked first sends nothing.
        if (!limit.IsReadOnly && http.Request.Headers.Expect.Count == 0)
            limit.MaxRequestBodySize = null;
        return true;
    }
}
