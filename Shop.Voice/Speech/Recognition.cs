using Microsoft.Extensions.Options;
using Polly;
using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>Recognises speech with the configured service, or not at all while that fails.</summary>
public sealed class Recognition(ISpeechRecognizer? recognizer, IOptions<SpeechOptions> options, TimeProvider time)
{
    readonly ResiliencePipeline _pipeline = SpeechPipeline.Create(options.Value, time);

    /// <summary>The recogniser's name; null when this machine has none.</summary>
    public string? Name => recognizer?.Name;

    /// <summary>Whether speech can be understood in this state; a grammar is English.</summary>
    public bool CanUnderstand(Expected expected) => recognizer is not null
        && (recognizer.Understands(expected.Language) || expected.Grammar is not null);

    public async Task<Recognized> RecognizeAsync(Recording speech, Expected expected, CancellationToken ct) =>
        recognizer is null || !CanUnderstand(expected)
            ? throw new ShopException(
                ErrorCode.Unavailable,
                $"Nothing here understands {expected.Language}. Set Speech:RecognitionAddress.",
                permanent: false)
            : await _pipeline.ExecuteAsync(
                async token => await recognizer.RecognizeAsync(speech, expected, token), ct);
}
