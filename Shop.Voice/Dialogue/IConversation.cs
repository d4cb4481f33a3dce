using System.Text.Json.Serialization;
using Shop.Calls;

namespace Shop.Voice.Dialogue;

/// <summary>Starts the conversation of a call; a singleton.</summary>
interface IConversations
{
    IConversation Begin(CallStart call);
}

/// <summary>
/// One call's conversation. The line calls it one event at a time and speaks each reply. A method throws only when it
/// is cancelled: when the shop's tools fail, the reply itself apologises and transfers the call.
/// </summary>
public interface IConversation
{
    /// <summary>The greeting, and what the caller may say to it.</summary>
    ValueTask<Reply> GreetAsync(CancellationToken ct);

    /// <summary>What the caller said or pressed, or that nothing came.</summary>
    ValueTask<Reply> AnswerAsync(CallEvent heard, CancellationToken ct);
}

/// <summary>The caller's number is null when it is withheld or the dialplan does not tell it.</summary>
public sealed record CallStart(Guid Id, string? Caller, SpokenLanguage Language);

public abstract record CallEvent;

/// <summary>
/// What speech recognition heard; an empty text was speech that it refused. The language is null when recognition does
/// not tell it, and then the understanding finds out.
/// </summary>
public sealed record Utterance(string Text, SpokenLanguage? Language = null) : CallEvent;

/// <summary>A key, 0 to 9, * or #. The line passes each one on at once; the conversation collects numbers.</summary>
public sealed record KeyPressed(char Key) : CallEvent;

/// <summary>Nothing was said or pressed for <see cref="Listening.Patience"/>.</summary>
public sealed record NothingHeard : CallEvent;

/// <summary>Speech recognition failed or its breaker is open. The reply offers keys, then an operator.</summary>
public sealed record RecognitionFailed : CallEvent;

/// <param name="Sentences">To speak, in this order.</param>
/// <param name="Outcome">How the call ends, when <see cref="Next"/> is not to listen.</param>
/// <param name="Understood">What an operator should know: name and value, such as "size" and "205/55 R16".</param>
public sealed record Reply(
    IReadOnlyList<Sentence> Sentences,
    Listening Listening,
    NextStep Next,
    CallOutcome? Outcome,
    IReadOnlyDictionary<string, string> Understood,
    TurnRecord Turn);

/// <param name="Text">As it is written in the transcript: "205/55 R16, 5 990 ₽".</param>
/// <param name="Speech">The same in words, without digits and signs, ready for any synthesizer.</param>
public sealed record Sentence(SpokenLanguage Language, string Text, string Speech);

[JsonConverter(typeof(EnumNameConverter<NextStep>))]
public enum NextStep
{
    Listen,
    Transfer,
    HangUp
}

/// <summary>How to listen after a reply.</summary>
/// <param name="State">The name of the dialogue's state; the same name always has the same grammar.</param>
/// <param name="Grammar">What may be said in English in this state, as JSGF; null where English is not listened for.
/// Words are lower-case words of the CMU dictionary.</param>
/// <param name="Hints">Words that are likely in this state, for a recogniser that takes a prompt.</param>
/// <param name="Language">The language most likely spoken next.</param>
/// <param name="Keys">The keys that mean something now.</param>
/// <param name="Patience">How long to wait for speech before <see cref="NothingHeard"/>.</param>
public sealed record Listening(
    string State,
    string? Grammar,
    string Hints,
    SpokenLanguage Language,
    string Keys,
    TimeSpan Patience);

/// <summary>What was understood and done in a turn, for the record of the call.</summary>
/// <param name="Intent">Null for the greeting, a silence or what was not understood.</param>
/// <param name="Entities">Canonical: "size" is "205/55 R16", "date" is ISO, "phone" has digits only.</param>
public sealed record TurnRecord(
    string State,
    SpokenLanguage Language,
    string? Intent,
    IReadOnlyDictionary<string, string> Entities,
    IReadOnlyList<ToolUse> Tools);

/// <summary>A call of one of the shop's tools.</summary>
public sealed record ToolUse(string Tool, TimeSpan Took, string Result);
