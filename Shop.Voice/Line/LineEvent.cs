using System.Diagnostics;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>What came over a line, with a timestamp of <see cref="Stopwatch"/> from which the turn counts.</summary>
readonly record struct LineEvent(LineEventKind Kind, long At, Recording? Speech = null, char Key = '\0')
{
    /// <summary>Whether the bot was speaking, and was silenced.</summary>
    public bool Interrupts { get; init; }

    public static LineEvent Of(LineEventKind kind) => new(kind, Stopwatch.GetTimestamp());
}

enum LineEventKind
{
    SpeechBegan,
    Utterance,
    Key,
    Silence
}

/// <summary>How a line ended without the conversation.</summary>
sealed record LineEnd(CallOutcome Outcome, string? Failure = null);
