namespace Shop.Web.Http;

static class SecurityHeaders
{
    // No inline code and nothing from other hosts, except product photos. Forms post to this host only: the way to a
    // payment provider is a link.
    const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; " +
        "font-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Browsers send violations of the policy to <paramref name="violations"/>, if it is given.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app, SiteOptions options, string? violations)
    {
        var (policy, endpoints) = (ContentPolicy, (string?)null);
        if (violations is not null)
            policy += $"; report-uri {violations}";
        // Where there is report-to, Chromium ignores report-uri, and it reports over HTTPS only.
        if (violations is not null && options.Https)
            (policy, endpoints) = ($"{policy}; report-to errors", $"errors=\"{violations}\"");
        app.Use((http, next) => AddHeaders(http, next, options, policy, endpoints));
    }

    static Task AddHeaders(
        HttpContext http, RequestDelegate next, SiteOptions options, string policy, string? endpoints)
    {
        // Set when the response starts, because an error page clears earlier headers.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy =
                http.GetEndpoint()?.Metadata.GetMetadata<OwnContentPolicy>()?.Policy ?? policy;
            if (endpoints is not null)
                headers["Reporting-Endpoints"] = endpoints;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (options.Https)
                headers.StrictTransportSecurity = "max-age=31536000";
            // A page belongs to one visitor, so shared caches must not store it.
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        return next(http);
    }
}

/// <summary>The policy of an endpoint whose pages are not the site's own.</summary>
sealed record OwnContentPolicy(string Policy);
