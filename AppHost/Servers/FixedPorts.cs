using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace AppHost.Servers;

/// <summary>Ports are allocated, unless <c>ports:postgres=5432</c> asks for one.</summary>
sealed class FixedPorts(IConfiguration configuration)
{
    readonly IConfigurationSection _ports = configuration.GetSection("ports");

    public int? this[string name] => int.TryParse(_ports[name], CultureInfo.InvariantCulture, out var port) ? port : null;

    public IEnumerable<string> Problems()
    {
        foreach (var entry in _ports.GetChildren())
        {
            if (this[entry.Key] is not { } port || port is < 1 or > 65535)
                yield return $"ports:{entry.Key}={entry.Value} is not a port.";
            else if (IsTaken(port))
                yield return $"Port {port}, asked for with ports:{entry.Key}, is taken: end what listens there, or leave the port out to get a free one.";
        }
    }

    static bool IsTaken(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
