using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Shop.Tests;

/// <summary>
/// A shop that runs elsewhere, for the contract suite: <c>./dev test --address https://shop.example</c>. Tests that
/// need more than HTTP are skipped, unless the variables name what they need: SHOP_ADMIN an admin (email:password),
/// and SHOP_DATABASE the connection string.
/// </summary>
static class RemoteShop
{
    public static Uri? Address { get; } =
        Environment.GetEnvironmentVariable("SHOP_ADDRESS") is { Length: > 0 } address ? new(address) : null;

    public static string? Database { get; } = Environment.GetEnvironmentVariable("SHOP_DATABASE");

    /// <summary>Skips the test where a shop elsewhere is tested, which does not have this.</summary>
    public static void SkipWithout(string what) => Assert.SkipWhen(Address is not null, $"This needs {what}.");

    public static HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = true };
        if (Address!.IsLoopback)
            handler.ConnectCallback = ConnectFromAnywhereAsync;
        return new(handler) { BaseAddress = Address };
    }

    /// <summary>Null without an admin.</summary>
    public static async Task<HttpClient?> SignInAsync()
    {
        if (Environment.GetEnvironmentVariable("SHOP_ADMIN")?.Split(':', 2) is not [var email, var password])
            return null;
        var admin = NewClient();
        using var answer = await admin.PostAsJsonAsync("/api/auth/login", new { email, password });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonObject>();
        admin.DefaultRequestHeaders.Authorization = new("Bearer", (string)session!["access_token"]!);
        return admin;
    }

    // On this machine every client has an address of its own: all of 127.0.0.0/8 is here. Otherwise the tests together
    // would exceed the limits for one address.
    static async ValueTask<Stream> ConnectFromAnywhereAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            byte[] own = [127, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(256), 1];
            socket.Bind(new IPEndPoint(new IPAddress(own), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
