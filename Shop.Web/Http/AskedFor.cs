using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Shop.Web.Http;

/// <summary>The page that the visitor asked for: where another is shown in its place, to say what failed, the request has been made to look like that one's.</summary>
static class AskedFor
{
    public static string? Path(HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? http.Request.Path.Value;

    public static IQueryCollection Query(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is { } shown ? new QueryCollection(QueryHelpers.ParseQuery(shown.OriginalQueryString)) : http.Request.Query;
}
