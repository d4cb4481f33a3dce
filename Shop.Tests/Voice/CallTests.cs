using System.Diagnostics;
using Shop.Calls;
using Shop.Load.Voice;
using Shop.Voice.Speech;

namespace Shop.Tests.Voice;

/// <summary>Whole calls, with what this machine has by itself: espeak-ng speaks, pocketsphinx understands.</summary>
public class CallTests(ShopFixture shop)
{
    const string Again = "#JSGF V1.0; grammar g; public <g> = you said (winter | summer) tires;";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static Task<Recording> PhraseAsync(string words) => Espeak.SpeakAsync(words, SpokenLanguage.English, 8000, Ct);

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public async Task A_caller_is_greeted_understood_and_passed_on_to_an_operator_with_what_was_understood(int rate)
    {
        await using var host = await VoiceHost.StartAsync(shop, new());
        await using var call = await host.DialAndListenAsync(Ct, rate);

        var said = await call.SayAsync(await PhraseAsync("winter tires"));
        var answered = await call.VoiceAsync(said, VoiceHost.Timeout);
        var ended = await VoiceHost.EndOfReplyAsync(call, said);
        await call.SayAsync(await PhraseAsync("operator"));

        // The dialplan goes on, and asks what to do.
        Assert.Equal(CallEnding.Closed, await call.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct));
        Assert.Equal("operator", await host.NextAsync(call.Id, Ct));
        var row = await CallRow.EndedAsync(shop, call.Id, Ct);
        Assert.Equal(
            ("operator_asked", "operator", """{"wish": "winter tires"}""", rate),
            (row.Outcome, row.Next, row.Understood, row.Rate));
        var turns = await TurnRow.OfAsync(shop, call.Id, Ct);
        Assert.Equal(
            [
                ("greeting", "", "Hello from the shop."),
                ("speech", "winter tires", "You said winter tires."),
                ("speech", "operator", "One moment.")
            ],
            turns.Select(turn => (turn.Event, turn.Heard, turn.Said)));
        Assert.All(turns, turn => Assert.InRange(turn.TurnMs!.Value, 1, 5000));
        // The bot's own words are recognised again.
        var heard = await host.Recognition.RecognizeAsync(
            call.Heard(answered, ended),
            new("again", Again, "", SpokenLanguage.English),
            Ct);
        Assert.Equal("you said winter tires", heard.Text);
    }

    [Fact]
    public async Task The_bot_stops_when_the_caller_talks_and_answers_what_was_said_meanwhile()
    {
        await using var host = await VoiceHost.StartAsync(shop, new());
        await using var call = await host.DialAndListenAsync(Ct);
        var goodbye = await PhraseAsync("goodbye");
        call.Press('*');
        await call.VoiceAsync(Stopwatch.GetTimestamp(), VoiceHost.Timeout);

        var said = await call.SayAsync(goodbye);
        var began = call.BeganToTalk;
        Assert.Equal(CallEnding.HungUp, await call.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct));

        // The last loud frame before the next reply, which comes after the silence that ends what the caller says.
        var last = call.LastVoice(began, Stopwatch.Frequency * 400 / 1000 + said);
        Assert.InRange(Stopwatch.GetElapsedTime(began, last).TotalMilliseconds, 0, 200);
        Assert.Equal("hang_up", await host.NextAsync(call.Id, Ct));
        Assert.Equal("answered", (await CallRow.EndedAsync(shop, call.Id, Ct)).Outcome);
        Assert.Equal(
            [false, true, false], (await TurnRow.OfAsync(shop, call.Id, Ct)).Select(turn => turn.Interrupted));
    }

    [Fact]
    public async Task Keys_silence_the_bot_and_a_number_of_several_keys_is_one_turn()
    {
        await using var host = await VoiceHost.StartAsync(shop, new());
        await using var call = await host.DialAsync(Ct);
        await call.VoiceAsync(call.Connected, VoiceHost.Timeout);

        foreach (var key in "12#")
            call.Press(key);
        await VoiceHost.EndOfReplyAsync(call, Stopwatch.GetTimestamp());
        await call.DisposeAsync();

        Assert.Equal("hung_up", (await CallRow.EndedAsync(shop, call.Id, Ct)).Outcome);
        Assert.Equal(
            [("greeting", "", true), ("key", "12#", false)],
            (await TurnRow.OfAsync(shop, call.Id, Ct)).Select(turn => (turn.Event, turn.Heard, turn.Interrupted)));
    }

    [Fact]
    public async Task A_silent_caller_is_asked_once_and_then_the_call_ends()
    {
        await using var host = await VoiceHost.StartAsync(shop, new() { Patience = TimeSpan.FromSeconds(0.3) });
        await using var call = await host.DialAsync(Ct);

        Assert.Equal(CallEnding.HungUp, await call.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct));
        Assert.Equal("silent", (await CallRow.EndedAsync(shop, call.Id, Ct)).Outcome);
        Assert.Equal(
            ["Hello from the shop.", "Are you there?", "Goodbye."],
            (await TurnRow.OfAsync(shop, call.Id, Ct)).Select(turn => turn.Said));
        // A frame every 20 ms. The machine that runs all tests at once may be late; `./dev bench voice` is exact.
        var jitter = call.Jitter().Order().ToList();
        Assert.InRange(jitter[jitter.Count / 2], 0, 5);
    }

    [Fact]
    public async Task When_the_conversation_fails_the_caller_hears_an_apology_and_gets_an_operator()
    {
        await using var host = await VoiceHost.StartAsync(shop, new() { Failure = new InvalidOperationException("x") });
        await using var call = await host.DialAndListenAsync(Ct);
        call.Press('1');

        Assert.Equal(CallEnding.Closed, await call.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct));
        var apology = Apology.In(SpokenLanguage.English, 8000);
        var heard = call.Heard(0, long.MaxValue).Samples.AsSpan();
        Assert.True(heard.IndexOf(apology.AsSpan(8000, 8000)) > 0);
        var row = await CallRow.EndedAsync(shop, call.Id, Ct);
        Assert.Equal(("failed", "operator", "The conversation failed."), (row.Outcome, row.Next, row.Failure));
    }
}
