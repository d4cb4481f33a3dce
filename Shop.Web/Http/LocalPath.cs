namespace Shop.Web.Http;

static class LocalPath
{
    /// <summary>
    /// Returns a path within this site, or <c>/</c> for anything else: the value comes from a query string or a form.
    /// </summary>
    public static string Of(string? path) =>
        path is ['/', ..]
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl)
            ? path
            : "/";

    public static string Of(HttpRequest request) => Of(request.PathBase + request.Path + request.QueryString);
}
