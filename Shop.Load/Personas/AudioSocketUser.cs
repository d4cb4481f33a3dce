using System.Diagnostics;
using System.Net.Sockets;
using Shop.Load.Http;
using Shop.Load.Users;
using Shop.Load.Voice;
using Activity = Shop.Load.Users.Activity;

namespace Shop.Load.Personas;

/// <summary>
/// Calls the shop as Asterisk connects callers, asks for tyres, interrupts now and then, and hangs up. Its rows are no
/// requests: connect; greeting, from the id to the first audio; turn, from the last loud frame sent to the first one
/// received; barge_in, from the first loud frame sent to the last one of the interrupted reply; and call.
/// </summary>
sealed class AudioSocketUser(ShopClient shop, Telephone telephone, Random random) : Persona
{
    const string Method = "VOICE";

    // After this a caller takes the bot for broken.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan EndOfReply = TimeSpan.FromMilliseconds(500);

    public override Pause ThinkTime { get; } = Pause.Between(0.5, 2);

    public override IReadOnlyList<Activity> Activities { get; } = [];

    /// <summary>A call is all that a caller does; another one comes.</summary>
    public override bool Stays => false;

    public override async Task ArriveAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await using var call = await RecordAsync("connect", began, async () =>
        {
            var dialled = await AsteriskCall.DialAsync(
                telephone.Host, telephone.Port, ct, keepsAudio: false);
            return (dialled, dialled.Connected);
        });
        await RecordAsync("greeting", call.Connected, () => FirstAudioAsync(call, call.Connected));
        var turns = random.Next(2, 6);
        for (var i = 0; i < turns; i++)
        {
            var phrase = telephone.Phrases[random.Next(telephone.Phrases.Count)];
            if (random.Next(4) == 0)
                await InterruptAsync(call, phrase);
            else
                await TakeTurnAsync(call, phrase, ct);
        }
        shop.Recorder.Add(Method, "call", Stopwatch.GetElapsedTime(began), 0, null);
        foreach (var jitter in call.Jitter())
            shop.Recorder.Add(Method, "pacing", TimeSpan.FromMilliseconds(jitter), 0, null);
    }

    async Task TakeTurnAsync(AsteriskCall call, Phrase phrase, CancellationToken ct)
    {
        await call.QuietAsync(call.Connected, EndOfReply, TimeSpan.FromMinutes(1));
        await Task.Delay(ThinkTime.Next(random), ct);
        var said = await call.SayAsync(phrase.Speech);
        await RecordAsync($"turn:{phrase.Name}", said, () => FirstAudioAsync(call, said));
    }

    /// <summary>Talks while the bot does.</summary>
    async Task InterruptAsync(AsteriskCall call, Phrase phrase)
    {
        var said = await call.SayAsync(phrase.Speech);
        var began = call.BeganToTalk;
        var last = call.LastVoice(began, said);
        if (last > 0)
            shop.Recorder.Add(Method, "barge_in", Stopwatch.GetElapsedTime(began, last), 0, null);
        await RecordAsync($"turn:{phrase.Name}", said, () => FirstAudioAsync(call, said));
    }

    static async Task<(long, long)> FirstAudioAsync(AsteriskCall call, long after)
    {
        var first = await call.VoiceAsync(after, Patience);
        return (first, first);
    }

    /// <summary>Records how long it took until the second result, or why it failed.</summary>
    async Task<T> RecordAsync<T>(string name, long since, Func<Task<(T, long Until)>> act)
    {
        try
        {
            var (result, until) = await act();
            shop.Recorder.Add(Method, name, Stopwatch.GetElapsedTime(since, until), 0, null);
            return result;
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            shop.Recorder.Add(Method, name, Stopwatch.GetElapsedTime(since), 0, e.Message);
            throw new RequestFailedException($"{name}: {e.Message}");
        }
    }
}
