using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>Turns what a caller said into text.</summary>
public interface ISpeechRecognizer
{
    string Name { get; }

    /// <summary>Whether it understands this language at all.</summary>
    bool Understands(SpokenLanguage language);

    /// <summary>An empty text is speech that it refused. It throws when it does not work.</summary>
    Task<Recognized> RecognizeAsync(Recording speech, Expected expected, CancellationToken ct);
}

/// <summary>
/// What is likely to be said: JSGF of what may be said in English, or null, and words as hints. The same state always
/// has the same grammar.
/// </summary>
public sealed record Expected(string State, string? Grammar, string Hints, SpokenLanguage Language);

/// <summary>The language is null when the recogniser does not tell it.</summary>
public sealed record Recognized(string Text, SpokenLanguage? Language = null);
