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
        var asked = new Dictionary<int, string>();
        foreach (var entry in _ports.GetChildren())
        {
            if (this[entry.Key] is not { } port || port is < 1 or > 65535)
                yield return $"ports:{entry.Key}={entry.Value} is not a port.";
            else if (!asked.TryAdd(port, entry.Key))
                yield return $"Port {port} is asked for twice, with ports:{asked[port]} and ports:{entry.Key}: leave one out to get a free one.";
            else if (IsTaken(port, IPAddress.Loopback) || IsTaken(port, IPAddress.IPv6Loopback))
                yield return $"Port {port}, asked for with ports:{entry.Key}, is taken: end what listens there, or leave the port out to get a free one.";
        }
    }

    /// <summary>What was asked for and no resource takes, since none has that name or it has no address of its own.</summary>
    public IEnumerable<string> Unclaimed(IEnumerable<IResource> resources)
    {
        string[] takers = [.. resources.Where(resource => resource.GetReplicaCount() == 1 && resource.Annotations.OfType<EndpointAnnotation>().Any()).Select(resource => resource.Name)];
        return _ports.GetChildren().Select(entry => entry.Key).Except(takers, StringComparer.OrdinalIgnoreCase)
            .Select(name => $"ports:{name} is for nobody: one can be given to {string.Join(", ", takers)} (./dev help).");
    }

    /// <summary>A port that cannot be had for another reason than its being taken, as where there is no IPv6, is left to who wants it.</summary>
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
