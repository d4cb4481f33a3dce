using System.Net;
using System.Net.Sockets;
using AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace Shop.Tests.InnerLoop;

/// <summary>Errors in `--ports` are reported before anything starts, for containers and for processes.</summary>
public class FixedPortsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_port_is_taken_on_either_address_of_this_machine(string address)
    {
        Assert.SkipUnless(address is not "::1" || Socket.OSSupportsIPv6, "There is no IPv6 here.");
        using var occupied = new TcpListener(IPAddress.Parse(address), 0);
        occupied.Start();
        var port = ((IPEndPoint)occupied.LocalEndpoint).Port;

        Assert.Equal(
            [
                $"Port {port} of ports:postgres is taken: "
                    + "end the process that listens there, or leave it out to get a free port."
            ],
            Problems(("postgres", $"{port}")));
    }

    [Fact]
    public void Two_resources_cannot_have_the_same_port()
    {
        var port = FreePort();

        Assert.Equal(
            [$"ports:mail and ports:wiremock are both {port}: leave one out to get a free port."],
            Problems(("wiremock", $"{port}"), ("mail", $"{port}")));
    }

    [Theory]
    [InlineData("99999")]
    [InlineData("0")]
    [InlineData("http")]
    public void An_invalid_port_is_named(string value) =>
        Assert.Equal([$"ports:redis={value} is not a port."], Problems(("redis", value)));

    [Fact]
    public void A_free_port_is_given()
    {
        var port = FreePort();

        Assert.Empty(Problems(("redis", $"{port}")));
        Assert.Equal((port, null), (Ports(("redis", $"{port}"))["redis"], Ports()["redis"]));
    }

    static IEnumerable<string> Problems(params (string Name, string Port)[] asked) => Ports(asked).Problems();

    static FixedPorts Ports(params (string Name, string Port)[] asked)
    {
        var settings = asked.Select(one => KeyValuePair.Create($"ports:{one.Name}", (string?)one.Port));
        return new(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
