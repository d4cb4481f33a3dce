using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Shop.Calls;

namespace Shop.Voice.Speech.OpenAi;

/// <summary>Many servers offer https://platform.openai.com/docs/api-reference/audio/createTranscription.</summary>
public sealed class OpenAiRecognizer(HttpClient http, IOptions<SpeechOptions> options) : ISpeechRecognizer
{
    // Whisper was trained with it, and the audio of a telephone has no more to tell.
    const int Rate = 16000;

    public string Name => "transcriptions";

    public bool Understands(SpokenLanguage language) => true;

    public async Task<Recognized> RecognizeAsync(Recording speech, Expected expected, CancellationToken ct)
    {
        var settings = options.Value;
        using var form = new MultipartFormDataContent
        {
            { Audio(speech), "file", "speech.wav" },
            { new StringContent(settings.RecognitionModel), "model" },
            { new StringContent(settings.RecognitionStreams ? "json" : "verbose_json"), "response_format" },
            { new StringContent("0"), "temperature" }
        };
        if (settings.RecognitionStreams)
            form.Add(new StringContent("true"), "stream");
        if (expected.Hints.Length > 0)
            form.Add(new StringContent(expected.Hints), "prompt");
        // The caller may change the language at any time, so the service is not told one: it says which it heard.
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(settings.RecognitionAddress!, "/v1/audio/transcriptions"))
        {
            Content = form
        };
        if (settings.RecognitionKey.Length > 0)
            request.Headers.Authorization = new("Bearer", settings.RecognitionKey);
        // The same audio gives the same text.
        request.Options.Set(RequestHints.Repeatable, true);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await OpenAiError.ThrowIfFailedAsync("recognition", response, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var text = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? await ReadEventsAsync(body, ct)
            : await ReadAsync(body, ct);
        return text with { Text = text.Text.Trim() };
    }

    static ByteArrayContent Audio(Recording speech) =>
        new(Wav.Write(Resampler.Convert(speech.Samples, speech.Rate, Rate), Rate))
        {
            Headers = { ContentType = new("audio/wav") }
        };

    static async Task<Recognized> ReadAsync(Stream body, CancellationToken ct)
    {
        try
        {
            var answer = await JsonSerializer.DeserializeAsync(body, OpenAiJson.Default.Transcription, ct);
            return new(answer?.Text ?? throw OpenAiError.Unreadable("recognition"), LanguageOf(answer.Language));
        }
        catch (JsonException e)
        {
            throw OpenAiError.Unreadable("recognition", e);
        }
    }

    // data: {"type":"transcript.text.delta","delta":"winter "}
    // data: {"type":"transcript.text.done","text":"winter tyres"}
    static async Task<Recognized> ReadEventsAsync(Stream body, CancellationToken ct)
    {
        var text = "";
        try
        {
            await foreach (var item in SseParser.Create(body).EnumerateAsync(ct))
            {
                if (item.Data == "[DONE]")
                    break;
                var part = JsonSerializer.Deserialize(item.Data, OpenAiJson.Default.TranscriptEvent);
                if (part?.Type == "transcript.text.done")
                    return new(part.Text ?? text);
                text += part?.Delta;
            }
        }
        catch (JsonException e)
        {
            throw OpenAiError.Unreadable("recognition", e);
        }
        return new(text);
    }

    // Whisper says "ukrainian", others "uk".
    static SpokenLanguage? LanguageOf(string? name) => name?.ToLowerInvariant() switch
    {
        "uk" or "ukrainian" => SpokenLanguage.Ukrainian,
        "ru" or "russian" => SpokenLanguage.Russian,
        "en" or "english" => SpokenLanguage.English,
        _ => null
    };
}

// {"text":"winter tyres","language":"english","duration":1.2,"segments":[...]}
sealed record Transcription(string? Text, string? Language);

sealed record TranscriptEvent(string? Type, string? Delta, string? Text);

sealed record SpeechRequest(string Model, string Input, string Voice, string ResponseFormat);

// {"error":{"message":"...","type":"...","code":"..."}}, or FastAPI's {"detail":"..."}
sealed record ErrorAnswer(JsonElement? Error, JsonElement? Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Transcription))]
[JsonSerializable(typeof(TranscriptEvent))]
[JsonSerializable(typeof(SpeechRequest))]
[JsonSerializable(typeof(ErrorAnswer))]
sealed partial class OpenAiJson : JsonSerializerContext;
