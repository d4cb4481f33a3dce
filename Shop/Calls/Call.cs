using System.Text.Json.Serialization;

namespace Shop.Calls;

/// <summary>The languages of the telephone. The site has Russian and English only.</summary>
[JsonConverter(typeof(EnumNameConverter<SpokenLanguage>))]
public enum SpokenLanguage
{
    [JsonStringEnumMemberName("uk")]
    Ukrainian,

    [JsonStringEnumMemberName("ru")]
    Russian,

    [JsonStringEnumMemberName("en")]
    English
}

[JsonConverter(typeof(EnumNameConverter<CallOutcome>))]
public enum CallOutcome
{
    /// <summary>The caller got answers and said goodbye.</summary>
    Answered,

    /// <summary>An order was made and its link sent.</summary>
    Ordered,

    /// <summary>A fitting was booked, moved or cancelled.</summary>
    Booked,

    /// <summary>The caller asked for a person.</summary>
    OperatorAsked,

    /// <summary>The bot did not understand, repeatedly.</summary>
    NotUnderstood,

    /// <summary>The caller said nothing.</summary>
    Silent,

    /// <summary>A service or the shop failed.</summary>
    Failed,

    /// <summary>The caller hung up.</summary>
    HungUp,

    /// <summary>The connection broke, or nothing came over it any more.</summary>
    Lost,

    /// <summary>There were too many calls, and nobody greeted the caller.</summary>
    Full
}

/// <summary>What the dialplan does with a caller after the connection to the bot has ended.</summary>
[JsonConverter(typeof(EnumNameConverter<NextStop>))]
public enum NextStop
{
    Operator,
    HangUp
}

/// <summary>What a turn of a call answers.</summary>
[JsonConverter(typeof(EnumNameConverter<TurnEvent>))]
public enum TurnEvent
{
    Greeting,
    Speech,
    Key,
    Silence,
    RecognitionFailed
}

/// <summary>
/// One reply of the bot and what it answers, in the dialogue's state in which the caller was heard. Number 1 is the
/// greeting. Entities and tools are JSON. A turn takes from the detected end of speech to the first audio; null when
/// none was sent.
/// </summary>
public sealed record CallTurn(
    Guid Call,
    int Number,
    DateTimeOffset At,
    TurnEvent Event,
    string Heard,
    string Said,
    SpokenLanguage Language,
    string State,
    string? Intent,
    string Entities,
    string Tools,
    bool Interrupted,
    TimeSpan? Took,
    TimeSpan Recognition,
    TimeSpan Thinking,
    TimeSpan? Synthesis,
    string? TraceId);

/// <summary>
/// How a call ended. What was understood is JSON, for the operator; the rate is null when no audio came; a failure says
/// why the line ended the call.
/// </summary>
public sealed record CallEnd(
    Guid Id,
    DateTimeOffset At,
    CallOutcome Outcome,
    NextStop Next,
    string Understood,
    int? Rate,
    string? Failure);
