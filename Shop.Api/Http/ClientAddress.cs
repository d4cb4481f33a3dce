using System.Net;
using System.Net.Sockets;
using ServiceDefaults;

namespace Shop.Api.Http;

static class ClientAddress
{
    public const string Unknown = "unknown";

    const int IPv6SubnetBytes = 8;

    /// <summary>
    /// The client's address for rate limits. For IPv6 it is the /64 network, in which one customer can choose any
    /// address.
    /// </summary>
    public static string Of(HttpContext http) => RemoteAddress.Of(http) is { } address ? Of(address) : Unknown;

    public static string Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(IPv6SubnetBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
