using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.ServiceDiscovery.Http;
using ServiceDefaults;
using Shop.Catalog;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Http;

/// <summary>
/// Makes the site the one public address of the shop: requests for the API are forwarded to it unchanged. Bodies are
/// streamed in both directions, and nothing is retried.
/// </summary>
sealed class ApiForwarder(IHttpForwarder forwarder, IServiceDiscoveryHttpMessageHandlerFactory discovery) : IDisposable
{
    const string Api = "https+http://api";

    static readonly string[] Routes =
        ["/api/{**path}", "/user-api/{**path}", "/cart-api/{**path}", "/order-api/{**path}", ProductDrawing.Route];

    // A live stream sends at least a heartbeat in this time.
    static readonly ForwarderRequestConfig Request = new() { ActivityTimeout = TimeSpan.FromSeconds(100) };

    readonly HttpMessageInvoker _http = new(discovery.CreateHandler(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        // Replaces the trace context of the visitor by that of the site, so that both hosts are in one trace.
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current)
    }));

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<ApiForwarder>();
    }

    public static void Map(WebApplication app)
    {
        var forwarder = app.Services.GetRequiredService<ApiForwarder>();
        foreach (var route in Routes)
        {
            // The pages' middleware is left out: language, form tokens and sessions are not for the API.
            app.Map(route, forwarder.ForwardAsync).AllowAnonymous().ShortCircuit();
        }
    }

    async Task ForwardAsync(HttpContext http)
    {
        if (BodyLimit.Apply(http))
        {
            await TypedResults.Problem(statusCode: StatusCodes.Status413PayloadTooLarge).ExecuteAsync(http);
            return;
        }
        var error = await forwarder.SendAsync(http, Api, _http, Request, Transformer.Instance);
        if (error == ForwarderError.None || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return;
        var failure = http.GetForwarderErrorFeature()?.Exception;
        if (failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
        {
            // The request never reached the API, so the caller may repeat it.
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
        }
        await TypedResults.Problem(statusCode: http.Response.StatusCode).ExecuteAsync(http);
    }

    public void Dispose() => _http.Dispose();

    sealed class Transformer : HttpTransformer
    {
        const string ForwardedFor = "X-Forwarded-For";
        const string ForwardedProto = "X-Forwarded-Proto";

        public static readonly Transformer Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var headers = proxyRequest.Headers;
            // An internal ingress routes by the host of the API.
            headers.Host = null;
            // Never a header that the visitor sent: RemoteAddress and the scheme are those of the connection or of a
            // trusted proxy.
            headers.Remove(ForwardedFor);
            headers.Remove(ForwardedProto);
            if (RemoteAddress.Of(httpContext) is { } address)
                headers.TryAddWithoutValidation(ForwardedFor, address.ToString());
            headers.TryAddWithoutValidation(ForwardedProto, httpContext.Request.Scheme);
        }
    }
}
