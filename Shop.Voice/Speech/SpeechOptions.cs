using System.ComponentModel.DataAnnotations;

namespace Shop.Voice.Speech;

/// <summary>Recognition and synthesis. Without the address of a service, this machine does both by itself.</summary>
public sealed class SpeechOptions
{
    public const string Section = "Speech";

    /// <summary>An OpenAI-compatible service that recognises speech, such as https://api.openai.com.</summary>
    public Uri? RecognitionAddress { get; set; }

    public string RecognitionKey { get; set; } = "";

    [Required]
    public string RecognitionModel { get; set; } = "whisper-1";

    /// <summary>Asks the service to send its text in pieces; not every one can.</summary>
    public bool RecognitionStreams { get; set; }

    /// <summary>An OpenAI-compatible service that speaks.</summary>
    public Uri? SynthesisAddress { get; set; }

    public string SynthesisKey { get; set; } = "";

    [Required]
    public string SynthesisModel { get; set; } = "tts-1";

    /// <summary>A voice for all languages. <see cref="VoiceOfLanguage"/> overrides it.</summary>
    [Required]
    public string SynthesisVoice { get; set; } = "alloy";

    /// <summary>Voices of single languages: uk, ru and en.</summary>
    public Dictionary<string, string> VoiceOfLanguage { get; } = [];

    /// <summary>The rate of the service's raw audio: 24000 at OpenAI, 22050 with piper.</summary>
    [Range(8000, 48000)]
    public int SynthesisRate { get; set; } = 24000;

    /// <summary>How long a caller waits for a service, retries included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a service is left alone after it has failed repeatedly.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Memory for sentences that are spoken again and again, in megabytes.</summary>
    [Range(1, 1024)]
    public int CachedMegabytes { get; set; } = 16;
}
