using Microsoft.AspNetCore.WebUtilities;
using Shop.Web.Http;

namespace Shop.Web.Pilot;

/// <summary>The way to the report form, from the page that is shown: <c>/report?from=/catalog?page=2</c>.</summary>
static class ReportLink
{
    public const string Path = "/report";

    // Whoever has the link of a mail can use it, so it is in no report.
    static readonly string[] Secrets = ["token"];

    public static string To(HttpContext http, string? reference = null)
    {
        // The form itself, sent with something wrong in it, is about the same page still.
        if (http.Request.Path == Path)
            return LocalPath.Of(http.Request);
        var harmless = AskedFor.Query(http).Where(field => !Secrets.Contains(field.Key, StringComparer.OrdinalIgnoreCase));
        var link = QueryHelpers.AddQueryString(Path, "from", LocalPath.Of(AskedFor.Path(http) + QueryString.Create(harmless)));
        return reference is null ? link : QueryHelpers.AddQueryString(link, "reference", reference);
    }
}
