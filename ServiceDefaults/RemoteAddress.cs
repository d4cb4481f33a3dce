using System.Net;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults;

public static class RemoteAddress
{
    /// <summary>The client's address. An IPv4 client on an IPv6 socket has its IPv4 address.</summary>
    public static IPAddress? Of(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4()
            : http.Connection.RemoteIpAddress;
}
