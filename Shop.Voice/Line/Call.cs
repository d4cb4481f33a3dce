using System.Diagnostics;
using System.Text.Json;
using Shop.Calls;
using Shop.Voice.Dialogue;
using Shop.Voice.Speech;

namespace Shop.Voice.Line;

/// <summary>
/// One call: lets the conversation answer what comes over the line, and speaks its replies. Only the caller, the
/// conversation and a failure end it.
/// </summary>
sealed partial class Call(
    Guid id, Connection connection, LineReader line, CallContext context, CancellationToken stopping)
{
    // What is left to play when the next sentence is synthesised: an interruption should not waste many.
    static readonly TimeSpan Ahead = TimeSpan.FromSeconds(2);

    // How long the rate of the caller's audio is waited for before the greeting.
    static readonly TimeSpan FirstAudio = TimeSpan.FromSeconds(0.5);

    // How long the dialplan may take to close the connection after it was told to.
    static readonly TimeSpan Closing = TimeSpan.FromSeconds(2);
    static readonly TimeSpan RecordTimeout = TimeSpan.FromSeconds(1);

    readonly VoiceOptions _options = context.Options;
    readonly long _began = Stopwatch.GetTimestamp();
    SpokenLanguage _language = context.Options.Language;
    IReadOnlyDictionary<string, string> _understood = new Dictionary<string, string>();
    int _turns;
    string _keys = "";

    public async Task RunAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var talking = TalkAsync(ended.Token);
        var reading = line.ReadAsync();
        var first = await Task.WhenAny(reading, talking);
        if (first == reading)
        {
            await ended.CancelAsync();
            await talking;
            await EndAsync(await reading, NextStop.Operator);
            return;
        }
        var (end, next) = await talking;
        await EndAsync(end, next);
        connection.Finish(hangUp: next == NextStop.HangUp);
        await ((Task)reading).WaitAsync(Closing, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        connection.Abort();
        await reading;
    }

    /// <summary>How the conversation ended. When the line ended first, nobody reads the result.</summary>
    async Task<(LineEnd End, NextStop Next)> TalkAsync(CancellationToken ct)
    {
        try
        {
            return await ConverseAsync(ct);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (new(CallOutcome.Failed, "The host stopped."), NextStop.Operator);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return (new(CallOutcome.HungUp), NextStop.Operator);
        }
#pragma warning disable CA1031 // Whatever fails, the caller gets an apology and a person.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(context.Log, e, id);
            Shop.Failures.Report(new("voice", e, "call"));
            await ApologizeAsync(ct);
            return (new(CallOutcome.Failed, e.Message), NextStop.Operator);
        }
    }

    async Task<(LineEnd End, NextStop Next)> ConverseAsync(CancellationToken ct)
    {
        var announced = await context.Directory.FindAsync(id, ct);
        _language = announced?.Language ?? _options.Language;
        var at = context.Time.GetUtcNow();
        _ = context.Recorder.AddAsync((store, token) =>
            store.StartAsync(id, announced?.Caller, _language, at, token));
        await ((Task)line.Rate).WaitAsync(FirstAudio, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        if (line.Rate.IsCompletedSuccessfully)
            connection.Playback.Rate = await line.Rate;

        var conversation = context.Conversations.Begin(new(id, announced?.Caller, _language));
        var turn = Begin(TurnEvent.Greeting, "", Stopwatch.GetTimestamp());
        var reply = await ThinkAsync(turn, conversation.GreetAsync, ct);
        while (true)
        {
            var next = await SpeakAsync(turn, reply, ct);
            if (reply.Next != NextStep.Listen)
                return (
                    new(reply.Outcome ?? CallOutcome.Answered),
                    reply.Next == NextStep.Transfer ? NextStop.Operator : NextStop.HangUp);
            if (Stopwatch.GetElapsedTime(_began) > _options.LongestCall)
            {
                await ApologizeAsync(ct);
                return (new(CallOutcome.Failed, "The call took too long."), NextStop.Operator);
            }
            (turn, reply) = await AnswerAsync(conversation, reply.Listening, next, ct);
        }
    }

    Turn Begin(TurnEvent answers, string heard, long since)
    {
        Activity.Current = null;
        var activity = ShopTelemetry.Source.StartActivity("voice turn", ActivityKind.Server);
        activity?.SetTag("call.id", id).SetTag("turn.event", answers.Spelling());
        return new(answers, ++_turns, heard, context.Time.GetUtcNow(), since, activity);
    }

    async Task<(Turn, Reply)> AnswerAsync(
        IConversation conversation, Listening listening, LineEvent came, CancellationToken ct)
    {
        var (turn, answered) = came.Kind switch
        {
            LineEventKind.Key => KeyTurn(came),
            LineEventKind.Silence => (Begin(TurnEvent.Silence, "", came.At), (CallEvent)new NothingHeard()),
            _ => await RecognizeAsync(came, listening, ct)
        };
        var reply = await ThinkAsync(turn, token => conversation.AnswerAsync(answered, token), ct);
        return (turn, reply);
    }

    /// <summary>The keys of a number are one turn, because only the last one has a reply.</summary>
    (Turn, CallEvent) KeyTurn(LineEvent came)
    {
        _keys += came.Key;
        return (Begin(TurnEvent.Key, _keys, came.At), new KeyPressed(came.Key));
    }

    async Task<(Turn, CallEvent)> RecognizeAsync(LineEvent came, Listening listening, CancellationToken ct)
    {
        var turn = Begin(TurnEvent.Speech, "", came.At);
        var expected = new Expected(listening.State, listening.Grammar, listening.Hints, listening.Language);
        using var span = ShopTelemetry.Source.StartActivity("recognize");
        var began = Stopwatch.GetTimestamp();
        try
        {
            var recognized = await context.Recognition.RecognizeAsync(came.Speech!, expected, ct);
            turn.Recognition = Stopwatch.GetElapsedTime(began);
            VoiceMetrics.Took("recognition", turn.Recognition);
            turn.Heard = recognized.Text;
            return (turn, new Utterance(recognized.Text, recognized.Language));
        }
#pragma warning disable CA1031 // Services fail in many ways, and the conversation then offers keys.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            turn.Recognition = Stopwatch.GetElapsedTime(began);
            VoiceMetrics.Failed("recognition");
            LogNotRecognized(context.Log, e.Message, id);
            var failed = new Turn(
                TurnEvent.RecognitionFailed, _turns, "", context.Time.GetUtcNow(), came.At, turn.Activity)
            {
                Recognition = turn.Recognition
            };
            return (failed, new RecognitionFailed());
        }
    }

    async Task<Reply> ThinkAsync(Turn turn, Func<CancellationToken, ValueTask<Reply>> think, CancellationToken ct)
    {
        Activity.Current = turn.Activity;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_options.LongestThinking);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var span = ShopTelemetry.Source.StartActivity("answer");
            var reply = await think(patience.Token);
            _language = reply.Turn.Language;
            _understood = reply.Understood;
            return reply;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            VoiceMetrics.Failed("conversation");
            turn.Activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            turn.Activity?.Dispose();
            throw e is OperationCanceledException
                ? new ShopException(ErrorCode.Unavailable, "The answer took too long.", permanent: false, e)
                : new ShopException(ErrorCode.Internal, "The conversation failed.", permanent: false, e);
        }
        finally
        {
            turn.Thinking = Stopwatch.GetElapsedTime(began);
            VoiceMetrics.Took("thinking", turn.Thinking);
        }
    }

    async Task EndAsync(LineEnd end, NextStop next)
    {
        var (outcome, failure) = end;
        if (outcome is CallOutcome.Lost or CallOutcome.Failed)
            VoiceMetrics.Failed("connection");
        context.Directory.End(id, next);
        VoiceMetrics.Calls.Add(
            1,
            new KeyValuePair<string, object?>("outcome", outcome.Spelling()),
            new KeyValuePair<string, object?>("next", next.Spelling()));
        var record = new CallEnd(
            id, context.Time.GetUtcNow(), outcome, next,
            JsonSerializer.Serialize(_understood, TurnJson.Default.IReadOnlyDictionaryStringString),
            line.Rate.IsCompletedSuccessfully ? await line.Rate : null,
            failure);
        // The operator who takes over finds what was understood.
        await context.Recorder.AddAsync((store, ct) => store.EndAsync(record, ct))
            .WaitAsync(RecordTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(LogLevel.Error, "Call {Id} failed.")]
    static partial void LogFailed(ILogger log, Exception e, Guid id);

    [LoggerMessage(LogLevel.Warning, "Speech of call {Id} was not recognised: {Problem}")]
    static partial void LogNotRecognized(ILogger log, string problem, Guid id);
}
