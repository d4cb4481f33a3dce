using ServiceDefaults;

namespace Shop.Web.Http;

/// <summary>
/// Tells the API for whom the site asks, so that one visitor's wrong passwords are not everybody's. It is the address of the connection, or what a proxy that
/// the site trusts says of it, never what the visitor wrote themselves.
/// </summary>
sealed class VisitorAddress(IHttpContextAccessor visit) : DelegatingHandler
{
    const string Header = "X-Forwarded-For";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A repetition has it already.
        if (visit.HttpContext is { } http && RemoteAddress.Of(http) is { } address && !request.Headers.Contains(Header))
            request.Headers.Add(Header, address.ToString());
        return base.SendAsync(request, cancellationToken);
    }
}
