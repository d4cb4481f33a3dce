using ServiceDefaults;

namespace Shop.Web.Http;

/// <summary>
/// Sends the visitor's IP address to the API, so that rate limits count per visitor. The address comes from the
/// connection or from a trusted proxy, never from a header that the visitor sent.
/// </summary>
sealed class VisitorAddress(IHttpContextAccessor accessor) : DelegatingHandler
{
    const string Header = "X-Forwarded-For";

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A retry already has the header.
        if (accessor.HttpContext is { } http
            && RemoteAddress.Of(http) is { } address
            && !request.Headers.Contains(Header))
            request.Headers.Add(Header, address.ToString());
        return base.SendAsync(request, cancellationToken);
    }
}
