using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>Turns what a caller said into text.</summary>
public interface ISpeechRecognizer
{
    string Name { get; }

    /// <summary>Whether it understands this language at all.</summary>
    bool Understands(SpokenLanguage language);

    /// <summary>An empty text is speech that it refused. It throws when it does not work.</summary>
    Task<Recognized> RecognizeAsync(Speech speech, Expected expected, CancellationToken ct);
}

/// <summary>16-bit mono samples.</summary>
public sealed record Speech(short[] Samples, int Rate)
{
    public TimeSpan Length => TimeSpan.FromSeconds((double)Samples.Length / Rate);
}

/// <summary>What is likely to be said.</summary>
/// <param name="State">The same name always has the same grammar.</param>
/// <param name="Grammar">JSGF of what may be said in English, or null.</param>
/// <param name="Hints">Words that are likely.</param>
public sealed record Expected(string State, string? Grammar, string Hints, SpokenLanguage Language);

/// <param name="Language">Null when the recogniser does not tell it.</param>
public sealed record Recognized(string Text, SpokenLanguage? Language = null);
