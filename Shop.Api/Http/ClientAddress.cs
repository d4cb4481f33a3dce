using System.Net;
using System.Net.Sockets;
using ServiceDefaults;

namespace Shop.Api.Http;

static class ClientAddress
{
    const int IPv6SubnetBytes = 8;

    /// <summary>Of IPv6 the /64 that one customer of a provider gets: its single addresses are his to choose.</summary>
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
