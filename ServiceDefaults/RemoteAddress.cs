using System.Net;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults;

public static class RemoteAddress
{
    /// <summary>The client's address, as IPv4 also where the client connected to a socket of IPv6.</summary>
    public static IPAddress? Of(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4()
            : http.Connection.RemoteIpAddress;
}
