using System.Net;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults;

public static class RemoteAddress
{
    /// <summary>Of whom connects, or for whom a trusted proxy does: an IPv4 address is one also where it came to a socket of IPv6.</summary>
    public static IPAddress? Of(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;
}
