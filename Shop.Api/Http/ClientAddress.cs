using System.Net;
using System.Net.Sockets;
using ServiceDefaults;

namespace Shop.Api.Http;

static class ClientAddress
{
    const int IPv6SubnetBytes = 8;

    /// <summary>
    /// The client's address for rate limits. For IPv6 it is the /64 network, in which one customer can choose any
    /// address.
    /// </summary>
    public static string Of(HttpContext http)
    {
        if (RemoteAddress.Of(http) is not { } address)
            return "unknown";
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(IPv6SubnetBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
