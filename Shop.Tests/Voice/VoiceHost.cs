using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Calls;
using Shop.Load.Voice;
using Shop.Voice.Dialogue;
using Shop.Voice.Line;
using Shop.Voice.Speech;

namespace Shop.Tests.Voice;

/// <summary>The telephone's line with a conversation of the tests, on ports of its own.</summary>
sealed class VoiceHost : IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    readonly WebApplication _app;

    VoiceHost(WebApplication app)
    {
        _app = app;
        Http = new() { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public int Port => _app.Services.GetRequiredService<AudioSocketServer>().Port;

    public Recognition Recognition => _app.Services.GetRequiredService<Recognition>();

    public static async Task<VoiceHost> StartAsync(
        ShopFixture shop, TestConversation conversation, params (string Name, string Value)[] settings)
    {
        Assert.SkipUnless(Espeak.IsInstalled, "espeak-ng is not installed: ./dev test installs it on Debian.");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings
            .Prepend(("Voice:Port", "0"))
            .Prepend(("Voice:Language", "English"))
            .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.AddServiceDefaults();
        builder.Services.AddSingleton(shop.Database);
        builder.AddSpeech();
        builder.AddLine();
        builder.Services.AddSingleton<IConversations>(conversation);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapCalls();
        await app.StartAsync();
        return new(app);
    }

    public Task<AsteriskCall> DialAsync(CancellationToken ct, Guid? id = null, int rate = 8000) =>
        AsteriskCall.DialAsync("127.0.0.1", Port, ct, id, rate);

    /// <summary>Dials, and waits until the greeting has been spoken.</summary>
    public async Task<AsteriskCall> DialAndListenAsync(CancellationToken ct, int rate = 8000)
    {
        var call = await DialAsync(ct, rate: rate);
        await EndOfReplyAsync(call, call.Connected);
        return call;
    }

    public static Task<long> EndOfReplyAsync(AsteriskCall call, long after) =>
        call.QuietAsync(after, TimeSpan.FromMilliseconds(500), Timeout);

    public async Task<string> NextAsync(Guid id, CancellationToken ct) =>
        await Http.GetStringAsync($"/calls/{id}/next", ct);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
