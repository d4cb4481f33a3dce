using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Calls;
using Shop.Voice.Dialogue;

namespace Shop.Voice.Line;

/// <summary>One reply of the bot while it is made and spoken.</summary>
sealed class Turn(TurnEvent answers, int number, string heard, DateTimeOffset at, long since, Activity? activity)
{
    public TurnEvent Answers => answers;
    public string Heard { get; set; } = heard;
    public TimeSpan Recognition { get; set; }
    public TimeSpan Thinking { get; set; }
    public TimeSpan? Synthesis { get; set; }
    public bool Interrupted { get; set; }

    /// <summary>The span of the turn: it ends with the first audio, and what was called for it is within it.</summary>
    public Activity? Activity => activity;

    public CallTurn Record(Guid call, Reply reply, long firstSent)
    {
        TimeSpan? took = firstSent > since ? Stopwatch.GetElapsedTime(since, firstSent) : null;
        if (took is { } whole)
            VoiceMetrics.Took("turn", whole);
        VoiceMetrics.Turns.Add(1, new KeyValuePair<string, object?>("event", answers.Spelling()));
        if (Interrupted)
            VoiceMetrics.Interruptions.Add(1);
        var about = reply.Turn;
        var tools = about.Tools.Select(use => new UsedTool(use.Tool, (int)use.Took.TotalMilliseconds, use.Result));
        return new(
            call, number, at, answers, Heard,
            string.Join(' ', reply.Sentences.Select(sentence => sentence.Text)),
            about.Language, about.State, about.Intent,
            JsonSerializer.Serialize(about.Entities, TurnJson.Default.IReadOnlyDictionaryStringString),
            JsonSerializer.Serialize([.. tools], TurnJson.Default.UsedToolArray),
            Interrupted, took, Recognition, Thinking, Synthesis, activity?.TraceId.ToHexString());
    }
}

sealed record UsedTool(string Tool, int Ms, string Result);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UsedTool[]))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
sealed partial class TurnJson : JsonSerializerContext;
