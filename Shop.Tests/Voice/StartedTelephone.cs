using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shop.Calls;
using Shop.Load.Voice;

namespace Shop.Tests.Voice;

/// <summary>The resource <c>voice</c> of a graph, which starts with the first test that needs it.</summary>
sealed class StartedTelephone
{
    static readonly ConcurrentDictionary<ShopFixture, Lazy<Task<StartedTelephone>>> Started = new();

    StartedTelephone(Uri socket, HttpClient http) => (Socket, Http) = (socket, http);

    /// <summary>Where Asterisk connects calls.</summary>
    public Uri Socket { get; }

    /// <summary>What the dialplan asks.</summary>
    public HttpClient Http { get; }

    public static Task<StartedTelephone> OfAsync(ShopFixture shop)
    {
        Assert.SkipUnless(Espeak.IsInstalled, "espeak-ng is not installed: ./dev test installs it on Debian.");
        return Started.GetOrAdd(shop, one => new(() => StartAsync(one))).Value;
    }

    public Task<AsteriskCall> DialAsync(Guid id, CancellationToken ct) =>
        AsteriskCall.DialAsync(Socket.Host, Socket.Port, ct, id);

    static async Task<StartedTelephone> StartAsync(ShopFixture shop)
    {
        var app = shop.Graph.App;
        var started = await app.ResourceCommands.ExecuteCommandAsync("voice", KnownResourceCommands.StartCommand);
        Assert.True(started.Success, started.Message);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("voice").WaitAsync(TimeSpan.FromSeconds(60));
        return new(app.GetEndpoint("voice", "audiosocket"), app.CreateHttpClient("voice", "http"));
    }
}
