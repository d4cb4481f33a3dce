using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using ServiceDefaults;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Web;

namespace Shop.Tests.Http;

/// <summary>
/// A host uses the address of the connection, or the one in X-Forwarded-For if it trusts the proxy. Loopback addresses
/// stand for proxies and strangers.
/// </summary>
public class TrustedProxyTests(ShopFixture shop)
{
    const string Proxy = "127.0.0.7";
    const string Stranger = "127.0.0.8";
    const string Customer = "203.0.113.9";

    [Theory]
    [InlineData(Proxy, Customer, Customer)]
    [InlineData(Proxy, "2001:db8::7", "2001:db8::7")]
    // A value from the client precedes those that the proxies add.
    [InlineData(Proxy, "198.51.100.1, " + Customer, Customer)]
    [InlineData(Proxy, "198.51.100.1, " + Customer + ", " + Proxy, Customer)]
    [InlineData(Proxy, "nonsense", Proxy)]
    [InlineData(Proxy, null, Proxy)]
    [InlineData(Stranger, Customer, Stranger)]
    [InlineData(Stranger, Customer + ", " + Proxy, Stranger)]
    public async Task A_host_trusts_only_its_proxies(string peer, string? forwardedFor, string expected)
    {
        await using var host = await HostAsync($"{Proxy}/32");

        Assert.Equal(expected, await AskAsync(host, peer, forwardedFor));
    }

    [Fact]
    public async Task Without_trusted_proxies_the_header_is_ignored()
    {
        await using var host = await HostAsync();

        Assert.Equal(Proxy, await AskAsync(host, Proxy, Customer));
    }

    [Fact]
    public async Task An_invalid_network_is_named()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => HostAsync("10.0.0.0/8", "10.0.0.1/8/8"));

        Assert.Equal("TrustedProxies:1 is 10.0.0.1/8/8, which is no network such as 10.0.0.0/8.", e.Message);
    }

    [Theory]
    [InlineData("127.0.0.0/8", Customer, Customer)]
    [InlineData("10.0.0.0/8", Customer, "127.0.0.1")]
    public async Task The_site_forwards_the_visitors_address_and_trusts_only_its_proxies(
        string trusted, string forwardedFor, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await SiteAsync(trusted, ct);
        using var visitor = new Visitor(site.Address) { Address = forwardedFor };
        var email = Customers.NewEmail();

        var form = await visitor.VisitAsync("/register", ct);
        await visitor.SubmitAsync(form, "value=\"register\"", ct, ("Email", email), ("Password", Customers.Password));

        Assert.Equal(expected, await AddressAsync(email, ct));
    }

    [Theory]
    [InlineData("127.0.0.0/8", Customer, Customer)]
    [InlineData("127.0.0.0/8", "198.51.100.1, " + Customer, Customer)]
    [InlineData("10.0.0.0/8", Customer, "127.0.0.1")]
    public async Task A_call_that_the_site_forwards_has_the_callers_address(
        string trusted, string forwardedFor, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await SiteAsync(trusted, ct);
        using var client = new HttpClient { BaseAddress = site.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        var email = Customers.NewEmail();

        using var response = await client.PostAsJsonAsync(
            "/api/auth/register", new { email, password = Customers.Password }, ct);

        response.EnsureSuccessStatusCode();
        Assert.Equal(expected, await AddressAsync(email, ct));
    }

    Task<HostProcess> SiteAsync(string trusted, CancellationToken ct) => HostProcess.StartAsync(
        "Shop.Web",
        ct,
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("TrustedProxies__0", trusted),
        ("services__api__http__0", shop.Api.BaseAddress!.ToString()));

    // Responds with the client address that it uses.
    static async Task<WebApplication> HostAsync(params string[] trusted)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(trusted.Select(
            (network, i) => KeyValuePair.Create($"TrustedProxies:{i}", (string?)network)));
        builder.Services.AddTrustedProxies();
        var host = builder.Build();
        host.Run(http => http.Response.WriteAsync($"{http.Connection.RemoteIpAddress}"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    static async Task<string> AskAsync(WebApplication host, string from, string? forwardedFor)
    {
        using var client = ClientFrom(from);
        if (forwardedFor is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        return await client.GetStringAsync(host.Urls.Single(), TestContext.Current.CancellationToken);
    }

    async Task<string?> AddressAsync(string email, CancellationToken ct) => await shop.Database.ScalarAsync<string>(
        $"""
        select a.address from accounts.audit a join accounts.users u on u.id = a.user_id
        where u.email = {email} and a.action = 'registered'
        """, ct);

    static HttpClient ClientFrom(string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
    });
}
