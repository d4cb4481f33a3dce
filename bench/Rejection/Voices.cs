using System.Diagnostics;
using Shop.Calls;

namespace Rejection;

/// <summary>Speaks as on a telephone line: at 8 kHz, with noise.</summary>
static class Voices
{
    const int Rate = 8000;

    /// <summary>The voices of a set: a male, a female and another accent; the two sets share none.</summary>
    public static IReadOnlyList<string> Of(string set) => set == "tuning"
        ? ["en-us", "en-us+f2", "en-gb+m3"]
        : ["en-us+m7", "en-gb-x-rp+f4", .. Flite];

    // Voices of another kind, made of recordings of people, where the package flite is installed.
    static string[] Flite => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "flite")))
            ? ["flite slt", "flite rms"]
            : [];

    public static async Task<Recording> SpeakAsync(Sentence sentence, string voice, double noise, int seed)
    {
        var speech = (sentence.Language, voice.Split(' ')) switch
        {
            (SpokenLanguage.English, ["flite", var name]) => await FliteAsync(sentence.Words, name),
            (SpokenLanguage.English, _) => await Espeak.SpeakAsync(sentence.Words, voice, Rate, default),
            _ => await Espeak.SpeakAsync(sentence.Words, sentence.Language, Rate, default)
        };
        return new(AddNoise(speech.Samples, noise, seed), Rate);
    }

    static async Task<Recording> FliteAsync(string words, string voice)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var flite = Process.Start("flite", ["-voice", voice, "-t", words, "-o", file]);
            await flite.WaitForExitAsync();
            return Wav.Read(await File.ReadAllBytesAsync(file)).At(Rate);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // White, so many decibels below the speech.
    static short[] AddNoise(short[] samples, double decibels, int seed)
    {
        var random = new Random(seed);
        var level = Math.Sqrt(samples.Average(sample => (double)sample * sample)) * Math.Pow(10, -decibels / 20);
        return Array.ConvertAll(samples, sample =>
        {
            var noise = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2 * level;
            return (short)Math.Clamp(sample + noise, short.MinValue, short.MaxValue);
        });
    }
}
