using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Shop.Web.Http;

/// <summary>
/// The URL that the visitor requested. While an error page is shown, the request has the path of the error page.
/// </summary>
static class OriginalRequest
{
    public static string? Path(HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>()?.Path
        ?? http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
        ?? http.Request.Path.Value;

    public static IQueryCollection Query(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is { } original
            ? new QueryCollection(QueryHelpers.ParseQuery(original.OriginalQueryString))
            : http.Request.Query;
}
