using System.ComponentModel.DataAnnotations;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>How the telephone listens and when it gives up.</summary>
public sealed class VoiceOptions
{
    public const string Section = "Voice";

    /// <summary>The TCP port to which Asterisk connects calls with AudioSocket; 0 is a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 9092;

    /// <summary>Further callers are passed on to an operator at once.</summary>
    [Range(1, 100_000)]
    public int MostCalls { get; set; } = 2000;

    /// <summary>How long a new connection may take to say which call it is.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A call over which nothing has come for so long is lost: Asterisk sends silence too.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A longer call is passed on to an operator.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    public TimeSpan LongestCall { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>When the conversation has no answer by then, the caller is passed on to an operator.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LongestThinking { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The language of the greeting, unless the dialplan names another.</summary>
    public SpokenLanguage Language { get; set; } = SpokenLanguage.Ukrainian;

    /// <summary>How much silence ends what the caller says.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:05")]
    public TimeSpan EndSilence { get; set; } = TimeSpan.FromMilliseconds(600);

    /// <summary>How much speech interrupts the bot. Shorter sounds are coughs and knocks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.02", "00:00:02")]
    public TimeSpan InterruptAfter { get; set; } = TimeSpan.FromMilliseconds(120);

    /// <summary>What is said without a pause is cut off here.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan LongestUtterance { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many decibels speech is above the noise.</summary>
    [Range(1, 60)]
    public double SpeechAboveNoise { get; set; } = 10;

    /// <summary>
    /// The file of Silero's network, version 6 (silero_vad_op18_ifless.onnx), which tells speech from other loud
    /// sounds. Empty takes every loud sound for speech.
    /// </summary>
    public string SpeechModel { get; set; } = "";

    /// <summary>How sure the network must be that a loud sound is speech.</summary>
    [Range(0.2, 0.95)]
    public double SpeechProbability { get; set; } = 0.5;

    /// <summary>The level, in decibels below full scale, under which nothing counts as speech.</summary>
    [Range(-90, 0)]
    public double QuietestSpeech { get; set; } = -45;

    /// <summary>How much louder than otherwise speech must be while the bot talks: its own echo comes back.</summary>
    [Range(0, 40)]
    public double EchoMargin { get; set; } = 6;
}
