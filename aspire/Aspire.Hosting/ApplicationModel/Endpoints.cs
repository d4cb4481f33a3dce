using System.Globalization;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointAnnotation(
    ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    : IResourceAnnotation
{
    readonly TaskCompletionSource<AllocatedEndpoint> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProtocolType Protocol { get; set; } = protocol;

    public string UriScheme { get; set; } = uriScheme ?? protocol.ToString().ToLowerInvariant();

    public string Transport { get; set; } = transport ?? (uriScheme is "http" or "https" ? "http" : "tcp");

    public string Name { get; set; } = name ?? uriScheme ?? protocol.ToString().ToLowerInvariant();

    public int? Port { get; set; } = port;

    public int? TargetPort { get; set; } = targetPort;

    public bool IsExternal { get; set; } = isExternal ?? false;

    public bool IsProxied { get; set; } = isProxied ?? true;

    public string TargetHost { get; set; } = "localhost";

    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocated.Task.IsCompletedSuccessfully ? _allocated.Task.GetAwaiter().GetResult() : null;
        set => _allocated.TrySetResult(value!);
    }

    /// <summary>The environment variable that tells the process its port, when one was asked for.</summary>
    internal string? PortVariable { get; set; }

    internal Task<AllocatedEndpoint> WhenAllocatedAsync(CancellationToken cancellationToken) => _allocated.Task.WaitAsync(cancellationToken);
}

public class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
{
    public EndpointAnnotation Endpoint { get; } = endpoint;

    public string Address { get; } = address;

    public int Port { get; } = port;

    /// <summary>A number, or the DCP template that becomes one in each replica.</summary>
    public string? TargetPortExpression { get; } = targetPortExpression;

    public string UriScheme => Endpoint.UriScheme;

    public string EndPointString => $"{Address}:{Port.ToString(CultureInfo.InvariantCulture)}";

    public string UriString => $"{UriScheme}://{EndPointString}";

    public override string ToString() => EndPointString;
}

public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}

public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IExpressionValue, IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    EndpointAnnotation? _endpoint;

    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint) : this(owner, endpoint.Name) => _endpoint = endpoint;

    public IResourceWithEndpoints Resource { get; } = owner;

    public string EndpointName { get; } = endpointName;

    public EndpointAnnotation EndpointAnnotation =>
        Find() ?? throw new InvalidOperationException($"The endpoint `{EndpointName}` is not defined for the resource `{Resource.Name}`.");

    public bool Exists => Find() is not null;

    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    public string Url => Allocated.UriString;

    public string Host => Allocated.Address;

    public int Port => Allocated.Port;

    public int? TargetPort => EndpointAnnotation.TargetPort;

    public string Scheme => EndpointAnnotation.UriScheme;

    public bool IsHttp => Scheme == "http";

    public bool IsHttps => Scheme == "https";

    string IManifestExpressionProvider.ValueExpression => $"{{{Resource.Name}.bindings.{EndpointName}.url}}";

    IEnumerable<object> IValueWithReferences.References => [Resource];

    AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint
        ?? throw new InvalidOperationException($"The endpoint `{EndpointName}` is not allocated for the resource `{Resource.Name}`.");

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    EndpointAnnotation? Find() => _endpoint ??= Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.Name.Equals(EndpointName, StringComparison.OrdinalIgnoreCase));
}

public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property)
    : IExpressionValue, IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    public EndpointReference Endpoint { get; } = endpointReference;

    public EndpointProperty Property { get; } = property;

    public string ValueExpression => Property switch
    {
        EndpointProperty.Url => Binding("url"),
        EndpointProperty.Host or EndpointProperty.IPV4Host => Binding("host"),
        EndpointProperty.Port => Binding("port"),
        EndpointProperty.Scheme => Binding("scheme"),
        EndpointProperty.TargetPort => Binding("targetPort"),
        _ => $"{Binding("host")}:{Binding("port")}",
    };

    IEnumerable<object> IValueWithReferences.References => [Endpoint];

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        if (Property is EndpointProperty.Scheme)
            return Endpoint.Scheme;
        var allocated = await Endpoint.EndpointAnnotation.WhenAllocatedAsync(cancellationToken);
        return Property switch
        {
            EndpointProperty.Url => allocated.UriString,
            EndpointProperty.Host => allocated.Address,
            EndpointProperty.IPV4Host => "127.0.0.1",
            EndpointProperty.Port => allocated.Port.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.TargetPort => allocated.TargetPortExpression,
            _ => allocated.EndPointString,
        };
    }

    string Binding(string property) => $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{property}}}";
}
