using System.Diagnostics;
using System.Text.Json;
using Shop.Calls;
using Shop.Voice.Dialogue;
using Shop.Voice.Speech;

namespace Shop.Voice.Line;

/// <summary>Speaks a reply, and listens meanwhile.</summary>
sealed partial class Call
{
    /// <summary>
    /// Speaks the reply and returns what came then, or during it. When the call goes nowhere after the reply, it is
    /// spoken to its end.
    /// </summary>
    async Task<LineEvent> SpeakAsync(Turn turn, Reply reply, CancellationToken ct)
    {
        using var speaking = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (reply.Sentences.Count > 0)
            connection.Playback.Begin();
        var speech = SayAsync(turn, reply.Sentences, speaking.Token);
        try
        {
            if (reply.Next != NextStep.Listen)
            {
                await speech;
                return default;
            }
            return await ListenAsync(turn, speech, reply.Listening.Patience, ct);
        }
        finally
        {
            await speaking.CancelAsync();
            await speech.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            turn.Activity?.Dispose();
            Record(turn, reply);
        }
    }

    async Task<LineEvent> ListenAsync(Turn turn, Task speech, TimeSpan patience, CancellationToken ct)
    {
        var talks = false;
        while (true)
        {
            // A task that is cancelled ends a wait as well.
            ct.ThrowIfCancellationRequested();
            while (line.Events.TryRead(out var came))
            {
                turn.Interrupted |= came.Interrupts || !speech.IsCompleted;
                connection.Playback.Stop();
                if (came.Kind != LineEventKind.SpeechBegan)
                    return came;
                talks = true;
            }
            var more = line.Events.WaitToReadAsync(ct).AsTask();
            if (!speech.IsCompleted && !turn.Interrupted && await Task.WhenAny(speech, more) == speech)
            {
                await speech;
                continue;
            }
            // The end of what the caller has begun to say always comes.
            if (talks || !speech.IsCompletedSuccessfully)
                await more;
            else if (await Task.WhenAny(more, Task.Delay(patience, ct)) != more && !ct.IsCancellationRequested)
                return LineEvent.Of(LineEventKind.Silence);
            // The line has ended, which cancels the conversation.
            if (more.IsCompletedSuccessfully && !await more)
                await Task.Delay(Timeout.Infinite, ct);
        }
    }

    async Task SayAsync(Turn turn, IReadOnlyList<Sentence> sentences, CancellationToken ct)
    {
        Activity.Current = turn.Activity;
        var began = Stopwatch.GetTimestamp();
        try
        {
            foreach (var sentence in sentences)
            {
                await connection.Playback.WaitUntilAsync(Ahead, ct);
                var rate = connection.Playback.Rate;
                await foreach (var part in context.Synthesis.SpeakAsync(sentence.Speech, sentence.Language, rate, ct))
                {
                    connection.Playback.Append(part);
                    if (turn.Synthesis is not null || part.IsEmpty)
                        continue;
                    turn.Synthesis = Stopwatch.GetElapsedTime(began);
                    VoiceMetrics.Took("synthesis", turn.Synthesis.Value);
                    turn.Activity?.Dispose();
                }
                connection.Playback.Complete();
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            VoiceMetrics.Failed("synthesis");
            connection.Playback.Stop();
            throw new ShopException(ErrorCode.Unavailable, "The reply could not be spoken.", permanent: false, e);
        }
        await connection.Playback.WaitUntilAsync(TimeSpan.Zero, ct);
    }

    /// <summary>From audio kept in the program: what failed may be everything else.</summary>
    async Task ApologizeAsync(CancellationToken ct)
    {
        var playback = connection.Playback;
        playback.Begin();
        playback.Append(Apology.In(_language, playback.Rate));
        playback.Complete();
        await playback.WaitUntilAsync(TimeSpan.Zero, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    void Record(Turn turn, Reply reply)
    {
        // Further keys of the same number follow.
        if (turn.Answers == TurnEvent.Key && reply.Sentences.Count == 0 && reply.Next == NextStep.Listen)
        {
            _turns--;
            return;
        }
        _keys = "";
        var record = turn.Record(id, reply, connection.Playback.FirstSent);
        var understood = JsonSerializer.Serialize(_understood, TurnJson.Default.IReadOnlyDictionaryStringString);
        _ = context.Recorder.AddAsync((store, ct) => store.AddTurnAsync(record, understood, ct));
    }
}
