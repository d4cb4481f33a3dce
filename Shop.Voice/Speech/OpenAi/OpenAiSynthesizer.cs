using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Shop.Calls;

namespace Shop.Voice.Speech.OpenAi;

/// <summary>https://platform.openai.com/docs/api-reference/audio/createSpeech: raw audio, as it is made.</summary>
public sealed class OpenAiSynthesizer(HttpClient http, IOptions<SpeechOptions> options) : ISpeechSynthesizer
{
    public string Name => "speech";

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(
        string words, SpokenLanguage language, [EnumeratorCancellation] CancellationToken ct)
    {
        var settings = options.Value;
        var voice = settings.VoiceOfLanguage.GetValueOrDefault(language.Spelling(), settings.SynthesisVoice);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(settings.SynthesisAddress!, "/v1/audio/speech"))
        {
            Content = JsonContent.Create(
                new(settings.SynthesisModel, words, voice, "pcm"), OpenAiJson.Default.SpeechRequest)
        };
        if (settings.SynthesisKey.Length > 0)
            request.Headers.Authorization = new("Bearer", settings.SynthesisKey);
        request.Options.Set(RequestHints.Repeatable, true);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await OpenAiError.ThrowIfFailedAsync("synthesis", response, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var silent = true;
        await foreach (var part in PcmReader.ReadAsync(body, settings.SynthesisRate, ct))
        {
            silent = false;
            yield return part;
        }
        // A caller would hear nothing and wait.
        if (silent)
            throw OpenAiError.Unreadable("synthesis");
    }
}
