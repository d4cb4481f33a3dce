using System.Net;
using Shop.Accounts;
using Shop.Web.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Staff;

/// <summary>
/// Locust's page at <c>/locust/</c>, for staff, while a load test's master runs. Locust has no sign-in of its own and
/// listens on its machine only. Its page uses relative addresses, so it does not notice.
/// </summary>
sealed class LocustForwarder(IHttpForwarder forwarder, SiteOptions options) : IDisposable
{
    const string Route = "/locust/{**path}";

    /// <summary>Says how a load test is started.</summary>
    const string Explanation = "/staff/load-tests";

    // Its scripts are in its page, and its templates are compiled in the browser.
    const string ContentPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'self'; " +
        "frame-ancestors 'none'";

    // A stop answers when the users of all workers have left.
    static readonly ForwarderRequestConfig Request = new() { ActivityTimeout = TimeSpan.FromSeconds(100) };

    readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(2)
    });

    public static void Map(WebApplication app)
    {
        var locust = app.Services.GetRequiredService<LocustForwarder>();
        app.Map(Route, locust.ForwardAsync)
            .WithMetadata(new OwnContentPolicy(ContentPolicy))
            .RequireAuthorization(nameof(Role.Staff));
    }

    async Task ForwardAsync(HttpContext http, string? path)
    {
        if (path is null && !http.Request.Path.Value!.EndsWith('/'))
        {
            http.Response.Redirect("/locust/");
            return;
        }
        if (IsForbidden(http.Request, path))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var error = options.LocustAddress is { } address
            ? await forwarder.SendAsync(http, address.AbsoluteUri, _http, Request, Transformer.Instance)
            : ForwarderError.NoAvailableDestinations;
        if (error == ForwarderError.None || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return;
        // The page's own calls fail when Locust has gone; a person is told what to do.
        http.Response.Clear();
        if (string.IsNullOrEmpty(path))
            http.Response.Redirect(Explanation);
        else
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    // What ./dev load tells a master names addresses and an account, so it does not come through the site. And Locust
    // stops a test at a plain GET, so other sites may link to its first page only.
    static bool IsForbidden(HttpRequest request, string? path) =>
        path?.StartsWith("shop", StringComparison.OrdinalIgnoreCase) == true
        || (!string.IsNullOrEmpty(path) && request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]);

    public void Dispose() => _http.Dispose();

    sealed class Transformer : HttpTransformer
    {
        public static readonly Transformer Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            httpContext.Request.Path.StartsWithSegments("/locust", out var path);
            proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(
                destinationPrefix, path, httpContext.Request.QueryString);
            proxyRequest.Headers.Host = null;
            // The visitor's session is none of Locust's business.
            proxyRequest.Headers.Remove("Cookie");
            proxyRequest.Headers.Remove("Authorization");
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
            // Locust lets every site read its figures.
            httpContext.Response.Headers.Remove("Access-Control-Allow-Origin");
            return hasBody;
        }
    }
}
