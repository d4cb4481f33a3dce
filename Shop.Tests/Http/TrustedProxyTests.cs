using System.Net;
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

/// <summary>Whose address counts: of whom connects, or what X-Forwarded-For says. Addresses of loopback play proxies and strangers.</summary>
public class TrustedProxyTests(ShopFixture shop)
{
    const string Proxy = "127.0.0.7";
    const string Stranger = "127.0.0.8";
    const string Customer = "203.0.113.9";

    [Theory]
    [InlineData(Proxy, Customer, Customer)]
    [InlineData(Proxy, "2001:db8::7", "2001:db8::7")]
    // What the customer wrote themselves stands in front of what the proxies added.
    [InlineData(Proxy, "198.51.100.1, " + Customer, Customer)]
    [InlineData(Proxy, "198.51.100.1, " + Customer + ", " + Proxy, Customer)]
    [InlineData(Proxy, "nonsense", Proxy)]
    [InlineData(Proxy, null, Proxy)]
    [InlineData(Stranger, Customer, Stranger)]
    [InlineData(Stranger, Customer + ", " + Proxy, Stranger)]
    public async Task A_host_believes_its_proxies_only(string connectsFrom, string? says, string counts)
    {
        await using var host = await HostAsync($"{Proxy}/32");

        Assert.Equal(counts, await AskAsync(host, connectsFrom, says));
    }

    [Fact]
    public async Task A_host_that_is_told_of_no_proxy_believes_nobody()
    {
        await using var host = await HostAsync();

        Assert.Equal(Proxy, await AskAsync(host, Proxy, Customer));
    }

    [Fact]
    public async Task A_network_that_is_none_is_named()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => HostAsync("10.0.0.0/8", "10.0.0.1/8/8"));

        Assert.Equal("TrustedProxies:1 is 10.0.0.1/8/8, which is no network such as 10.0.0.0/8.", e.Message);
    }

    [Theory]
    [InlineData("127.0.0.0/8", Customer, Customer)]
    [InlineData("10.0.0.0/8", Customer, "127.0.0.1")]
    public async Task The_site_says_for_whom_it_asks_and_believes_its_proxies_only(string trusted, string says, string counts)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await HostProcess.StartAsync("Shop.Web", ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("TrustedProxies__0", trusted), ("services__api__http__0", shop.Api.BaseAddress!.ToString()));
        using var visitor = new Visitor(site.Address) { Address = says };
        var email = Customers.NewEmail();

        var form = await visitor.VisitAsync("/register", ct);
        await visitor.SubmitAsync(form, "value=\"register\"", ct, ("Email", email), ("Password", Customers.Password));

        Assert.Equal(counts, await AddressAsync(email, ct));
    }

    // Answers the address it takes its caller to have.
    static async Task<WebApplication> HostAsync(params string[] trusted)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(trusted.Select((network, i) => KeyValuePair.Create($"TrustedProxies:{i}", (string?)network)));
        builder.Services.AddTrustedProxies();
        var host = builder.Build();
        host.Run(http => http.Response.WriteAsync($"{http.Connection.RemoteIpAddress}"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    static async Task<string> AskAsync(WebApplication host, string from, string? says)
    {
        using var client = ClientFrom(from);
        if (says is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", says);
        return await client.GetStringAsync(host.Urls.Single(), TestContext.Current.CancellationToken);
    }

    async Task<string?> AddressAsync(string email, CancellationToken ct) => await shop.Database.ScalarAsync<string>(
        $"select a.address from accounts.audit a join accounts.users u on u.id = a.user_id where u.email = {email} and a.action = 'registered'", ct);

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
