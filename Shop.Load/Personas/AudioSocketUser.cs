using System.Diagnostics;
using System.Net.Sockets;
using Shop.Calls;
using Shop.Load.Http;
using Shop.Load.Users;
using Shop.Load.Voice;
using Activity = Shop.Load.Users.Activity;

namespace Shop.Load.Personas;

/// <summary>
/// Calls the shop as Asterisk connects callers, asks for tyres, interrupts now and then, and hangs up. Its rows are no
/// requests: connect; greeting, from the id to the first audio; turn, from the last loud frame sent to the first one
/// received; barge_in, from the first loud frame sent to the last one of the interrupted reply; pacing, the p99 of how
/// far the frames of the call were from 20 ms after the one before; call; and handed_over, when the bot ended it.
/// </summary>
sealed class AudioSocketUser(ShopClient shop, Telephone telephone, Random random) : Persona
{
    /// <summary>The method of a caller's rows, and the name of the one for whole calls.</summary>
    public const string Method = "VOICE", Call = "call";

    // After this a caller takes the bot for broken.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan EndOfReply = TimeSpan.FromMilliseconds(500);

    // Two seconds of audio: fewer frames have no p99.
    const int EnoughFrames = 100;

    AsteriskCall? _greeted;

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
                telephone.Host, telephone.Port, ct, LoadTestCalls.NewId(), keepsAudio: false);
            return (dialled, dialled.Connected);
        });
        try
        {
            await RecordAsync("greeting", call.Connected, () => FirstAudioAsync(call, call.Connected, ct));
            _greeted = call;
            await TalkAsync(call, ct);
            shop.Recorder.Note(Method, Call, Stopwatch.GetElapsedTime(began));
        }
        catch (IOException) when (BotHasEnded)
        {
            shop.Recorder.Note(Method, "handed_over", Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            // Also of a call that the end of the run cuts short. A row for each frame would hide failures among them.
            var jitter = call.Jitter();
            jitter.Sort();
            if (jitter.Count >= EnoughFrames)
                shop.Recorder.Note(
                    Method, "pacing", TimeSpan.FromMilliseconds(jitter[jitter.Count * 99 / 100]));
        }
    }

    /// <summary>After the greeting: whether it has hung up by itself, or passed the caller on to a person.</summary>
    bool BotHasEnded => _greeted?.Ending is CallEnding.Closed or CallEnding.HungUp;

    async Task TalkAsync(AsteriskCall call, CancellationToken ct)
    {
        for (var left = random.Next(2, 6); left > 0; left--)
        {
            var phrase = telephone.Phrases[random.Next(telephone.Phrases.Count)];
            var interrupts = random.Next(4) == 0;
            if (!interrupts)
            {
                await call.QuietAsync(call.Connected, EndOfReply, TimeSpan.FromMinutes(1)).WaitAsync(ct);
                await Task.Delay(ThinkTime.Next(random), ct);
            }
            var said = await call.SayAsync(phrase.Speech).WaitAsync(ct);
            var began = call.BeganToTalk;
            if (interrupts && call.LastVoice(began, said) is > 0 and var last)
                shop.Recorder.Add(Method, "barge_in", Stopwatch.GetElapsedTime(began, last), 0, null);
            await RecordAsync($"turn:{phrase.Name}", said, () => FirstAudioAsync(call, said, ct));
        }
    }

    static async Task<(long, long)> FirstAudioAsync(AsteriskCall call, long after, CancellationToken ct)
    {
        var first = await call.VoiceAsync(after, Patience).WaitAsync(ct);
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
        catch (Exception e) when (e is IOException or SocketException or TimeoutException && !BotHasEnded)
        {
            shop.Recorder.Add(Method, name, Stopwatch.GetElapsedTime(since), 0, e.Message);
            throw new RequestFailedException($"{name}: {e.Message}");
        }
    }
}
