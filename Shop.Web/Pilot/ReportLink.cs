using Microsoft.AspNetCore.WebUtilities;
using Shop.Web.Http;

namespace Shop.Web.Pilot;

/// <summary>The link from the current page to the report form: <c>/report?from=/catalog?page=2</c>.</summary>
static class ReportLink
{
    public const string Path = "/report";

    // The token of an emailed link is a credential, so a report must not contain it.
    static readonly string[] Secrets = ["token"];

    public static string To(HttpContext http, string? reference = null)
    {
        // The report form shown again with validation errors still reports the original page.
        if (http.Request.Path == Path)
            return LocalPath.Of(http.Request);
        var query = OriginalRequest.Query(http)
            .Where(field => !Secrets.Contains(field.Key, StringComparer.OrdinalIgnoreCase));
        var page = LocalPath.Of(OriginalRequest.Path(http) + QueryString.Create(query));
        var link = QueryHelpers.AddQueryString(Path, "from", page);
        return reference is null ? link : QueryHelpers.AddQueryString(link, "reference", reference);
    }
}
