using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shop.Calls;
using Shop.Load.Voice;

namespace Shop.Tests.Voice;

/// <summary>What else comes over a line than a well-behaved call.</summary>
public class LineTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_malformed_frame_ends_its_own_call_only_and_the_caller_gets_an_operator()
    {
        await using var host = await VoiceHost.StartAsync(shop, new());
        await using var good = await host.DialAsync(Ct);
        await using var bad = await host.DialAsync(Ct);
        await bad.VoiceAsync(bad.Connected, VoiceHost.Timeout);

        bad.Send([0x42, 0x00, 0x01, 0x00]);

        await bad.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct);
        var row = await CallRow.EndedAsync(shop, bad.Id, Ct);
        Assert.Equal(("failed", "operator", "There is no kind 0x42."), (row.Outcome, row.Next, row.Failure));
        Assert.Equal("operator", await host.NextAsync(bad.Id, Ct));
        good.Press('7');
        good.Press('#');
        await VoiceHost.EndOfReplyAsync(good, Stopwatch.GetTimestamp());
        await good.DisposeAsync();
        await CallRow.EndedAsync(shop, good.Id, Ct);
        Assert.Contains(await TurnRow.OfAsync(shop, good.Id, Ct), turn => turn.Heard == "7#");
    }

    [Fact]
    public async Task A_connection_that_breaks_or_goes_silent_is_recorded_as_lost()
    {
        await using var host = await VoiceHost.StartAsync(shop, new(), ("Voice:IdleTimeout", "00:00:00.5"));
        var broken = await host.DialAsync(Ct);
        await broken.VoiceAsync(broken.Connected, VoiceHost.Timeout);
        using var silent = await ConnectAsync(host);
        var id = Guid.CreateVersion7();
        await silent.SendAsync(AudioSocketFrame.Of(FrameKind.Id, id.ToByteArray(bigEndian: true)), Ct);

        broken.Break();

        var row = await CallRow.EndedAsync(shop, broken.Id, Ct);
        Assert.Equal(("lost", "operator", "The connection broke."), (row.Outcome, row.Next, row.Failure));
        row = await CallRow.EndedAsync(shop, id, Ct);
        Assert.Equal(("lost", "Nothing came over the connection any more."), (row.Outcome, row.Failure));
    }

    [Fact]
    public async Task A_client_that_does_not_say_which_call_it_is_is_closed()
    {
        await using var host = await VoiceHost.StartAsync(shop, new(), ("Voice:ConnectTimeout", "00:00:00.3"));
        using var late = await ConnectAsync(host);
        using var browser = await ConnectAsync(host);
        await browser.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Ct);

        foreach (var client in (Socket[])[late, browser])
            Assert.Equal(0, await ReadAsync(client));
    }

    [Fact]
    public async Task A_call_may_come_byte_by_byte()
    {
        await using var host = await VoiceHost.StartAsync(shop, new());
        using var client = await ConnectAsync(host);
        client.NoDelay = true;
        var id = Guid.CreateVersion7();
        byte[] all =
        [
            .. AudioSocketFrame.Of(FrameKind.Id, id.ToByteArray(bigEndian: true)),
            .. AudioSocketFrame.Of(FrameKind.Audio16, new byte[640]),
            .. AudioSocketFrame.Of(FrameKind.Key, (byte)'5'),
            .. AudioSocketFrame.Of(FrameKind.Key, (byte)'#'),
            .. AudioSocketFrame.Of(FrameKind.Error, 1)
        ];
        foreach (var part in all)
            await client.SendAsync(new[] { part }, Ct);

        var row = await CallRow.EndedAsync(shop, id, Ct);
        Assert.Equal(("hung_up", 16000), (row.Outcome, row.Rate));
    }

    [Fact]
    public async Task The_dialplan_tells_the_caller_and_the_language_before_it_connects_a_call()
    {
        var conversation = new TestConversation();
        await using var host = await VoiceHost.StartAsync(shop, conversation, ("Voice:MostCalls", "1"));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        using var announced = await AnnounceAsync(host, first, "+38 (067) 123-45-67", "ru");
        using var hidden = await AnnounceAsync(host, second, "anonymous", "");
        using var unknown = await AnnounceAsync(host, Guid.CreateVersion7(), "", "de");
        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.BadRequest],
            new[] { announced, hidden, unknown }.Select(answer => answer.StatusCode));

        await using var call = await host.DialAsync(Ct, first);
        await call.VoiceAsync(call.Connected, VoiceHost.Timeout);
        var begun = conversation.Begun[first];
        Assert.Equal(("380671234567", SpokenLanguage.Russian), (begun.Caller, begun.Language));
        // There is room for one call only.
        await using var refused = await host.DialAsync(Ct, second);
        Assert.NotEqual(CallEnding.HungUp, await refused.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct));
        Assert.Equal("full", (await CallRow.EndedAsync(shop, second, Ct)).Outcome);
        // An operator, too, for calls that are not known, or going on.
        foreach (var id in (Guid[])[first, second, Guid.CreateVersion7()])
            Assert.Equal("operator", await host.NextAsync(id, Ct));
        await call.DisposeAsync();
        Assert.Equal("380671234567", (await CallRow.EndedAsync(shop, first, Ct)).Caller);
    }

    [Fact]
    public async Task What_is_kept_of_a_number_is_exported_and_forgotten()
    {
        var store = new CallStore(shop.Database);
        var caller = $"380{Random.Shared.NextInt64(1_000_000_000, 9_999_999_999)}";
        var id = Guid.CreateVersion7();
        await store.AnnounceAsync(id, caller, SpokenLanguage.Ukrainian, Ct);
        await store.AddTurnAsync(
            new(
                id, 1, TimeProvider.System.GetUtcNow(), TurnEvent.Greeting, "", "Вітаю", SpokenLanguage.Ukrainian,
                "start", null, "{}", "[]", false, null, TimeSpan.Zero, TimeSpan.Zero, null, null),
            "{}",
            Ct);

        Assert.Contains("Вітаю", await store.ExportAsync(caller, Ct), StringComparison.Ordinal);
        Assert.Equal(1, await store.ForgetAsync(caller, Ct));
        Assert.Equal("[]", await store.ExportAsync(caller, Ct));
        Assert.Empty(await TurnRow.OfAsync(shop, id, Ct));
    }

    static Task<HttpResponseMessage> AnnounceAsync(VoiceHost host, Guid id, string caller, string language) =>
        host.Http.PostAsync(
            "/calls",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["id"] = $"{id}",
                ["caller"] = caller,
                ["language"] = language
            }),
            Ct);

    static async Task<Socket> ConnectAsync(VoiceHost host)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync("127.0.0.1", host.Port, Ct);
        return client;
    }

    /// <summary>0 when the connection was closed, by whichever way.</summary>
    static async Task<int> ReadAsync(Socket client)
    {
        try
        {
            return await client.ReceiveAsync(new byte[1], Ct).AsTask().WaitAsync(VoiceHost.Timeout, Ct);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
