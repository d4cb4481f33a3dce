using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace AppHost.Servers;

/// <summary>Ports from the configuration, such as <c>ports:postgres=5432</c>. All others are allocated.</summary>
sealed class FixedPorts(IConfiguration configuration)
{
    readonly IConfigurationSection _ports = configuration.GetSection("ports");

    public int? this[string name] =>
        int.TryParse(_ports[name], CultureInfo.InvariantCulture, out var port) ? port : null;

    public IEnumerable<string> Problems()
    {
        var asked = new Dictionary<int, string>();
        foreach (var entry in _ports.GetChildren())
        {
            if (this[entry.Key] is not { } port || port is < 1 or > 65535)
                yield return $"ports:{entry.Key}={entry.Value} is not a port.";
            else if (!asked.TryAdd(port, entry.Key))
                yield return $"ports:{asked[port]} and ports:{entry.Key} are both {port}: "
                    + "leave one out to get a free port.";
            else if (IsTaken(port, IPAddress.Loopback) || IsTaken(port, IPAddress.IPv6Loopback))
                yield return $"Port {port} of ports:{entry.Key} is taken: "
                    + "end the process that listens there, or leave it out to get a free port.";
        }
    }

    /// <summary>Settings without effect: no resource has that name, or it has no endpoint of its own.</summary>
    public IEnumerable<string> Unclaimed(IEnumerable<IResource> resources)
    {
        string[] possible =
        [
            .. resources
                .Where(resource => resource.GetReplicaCount() == 1)
                .Where(resource => resource.Annotations.OfType<EndpointAnnotation>().Any())
                .Select(resource => resource.Name)
        ];
        return _ports.GetChildren()
            .Select(entry => entry.Key)
            .Except(possible, StringComparer.OrdinalIgnoreCase)
            .Select(name =>
                $"ports:{name} has no effect: a port can be set for {string.Join(", ", possible)} (./dev help).");
    }

    /// <summary>Only a port in use counts as taken; other errors, as on a machine without IPv6, do not.</summary>
    static bool IsTaken(int port, IPAddress address)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.AddressAlreadyInUse;
        }
    }
}
