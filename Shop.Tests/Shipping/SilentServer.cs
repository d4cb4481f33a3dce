using System.Net;
using System.Net.Sockets;

namespace Shop.Tests.Shipping;

/// <summary>Lets the kernel accept connections and never responds.</summary>
sealed class SilentServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentServer() => _listener.Start(100);

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    public void Dispose() => _listener.Dispose();
}
