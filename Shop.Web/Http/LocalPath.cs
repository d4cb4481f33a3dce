namespace Shop.Web.Http;

static class LocalPath
{
    /// <summary>The path when it leads to a page of this site, and home otherwise: an address in a query or a form is whatever somebody wrote there.</summary>
    public static string Of(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl) ? path : "/";

    public static string Of(HttpRequest request) => Of(request.PathBase + request.Path + request.QueryString);
}
