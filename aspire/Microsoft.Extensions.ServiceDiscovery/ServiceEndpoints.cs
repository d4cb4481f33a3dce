using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Reads <c>services:{name}:{endpoint}:{index}</c> and hands the addresses out in turn.</summary>
sealed class ServiceEndpoints
{
    readonly IConfiguration _configuration;
    readonly ConcurrentDictionary<(string Scheme, string Host), Endpoints> _known = new();

    public ServiceEndpoints(IConfiguration configuration)
    {
        _configuration = configuration;
        ChangeToken.OnChange(configuration.GetReloadToken, _known.Clear);
    }

    public Uri Resolve(Uri uri)
    {
        var endpoints = _known.GetOrAdd((uri.Scheme, uri.Host), key => new(Find(key.Scheme, key.Host)));
        var address = endpoints.Next();
        var scheme = address?.Scheme ?? FirstScheme(uri.Scheme);
        if (address is null && scheme == uri.Scheme)
            return uri;

        return new UriBuilder(uri)
        {
            Scheme = scheme,
            Host = address?.Host ?? uri.Host,
            Port = address?.Port ?? (uri.IsDefaultPort ? -1 : uri.Port),
            Path = address is null || address.AbsolutePath == "/" ? uri.AbsolutePath : address.AbsolutePath.TrimEnd('/') + uri.AbsolutePath
        }.Uri;
    }

    // "https+http://api": the endpoints named https, or else those named http. "http://_admin.api": those named admin.
    Uri[] Find(string schemes, string host)
    {
        var (names, service) = host.StartsWith('_') && host.IndexOf('.') is > 1 and var dot
            ? ([host[1..dot]], host[(dot + 1)..])
            : (schemes.Split('+'), host);
        return names
            .Select(name => Addresses(service, name, schemes))
            .FirstOrDefault(addresses => addresses.Length > 0) ?? Addresses(service, "default", schemes);
    }

    Uri[] Addresses(string service, string endpoint, string schemes)
    {
        var section = _configuration.GetSection($"services:{service}:{endpoint}");
        var values = section.Value is { } single ? [single] : section.GetChildren().Select(child => child.Value).OfType<string>();
        return
        [
            .. values.Select(value => new Uri(value.Contains("://", StringComparison.Ordinal) ? value : $"{FirstScheme(schemes)}://{value}"))
        ];
    }

    static string FirstScheme(string schemes) => schemes.Split('+')[0];

    sealed class Endpoints(Uri[] addresses)
    {
        uint _next = uint.MaxValue;

        public Uri? Next() => addresses.Length == 0 ? null : addresses[Interlocked.Increment(ref _next) % (uint)addresses.Length];
    }
}

sealed class ServiceDiscoveryHandler(ServiceEndpoints endpoints) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var logical = request.RequestUri;
        if (logical is not null)
            request.RequestUri = endpoints.Resolve(logical);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // A retry above this handler resolves again and so reaches the next instance.
            request.RequestUri = logical;
        }
    }
}
