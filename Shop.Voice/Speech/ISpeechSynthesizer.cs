using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>Speaks a sentence.</summary>
public interface ISpeechSynthesizer
{
    string Name { get; }

    /// <summary>The audio in parts, as they become ready. The text has words only, without digits and signs.</summary>
    IAsyncEnumerable<SpokenPart> SpeakAsync(string words, SpokenLanguage language, CancellationToken ct);
}

/// <summary>16-bit mono samples; all parts of a sentence have one rate.</summary>
public readonly record struct SpokenPart(ReadOnlyMemory<short> Samples, int Rate);
