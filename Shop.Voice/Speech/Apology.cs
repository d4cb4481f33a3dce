using System.Collections.Concurrent;
using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>
/// "Sorry, something does not work here. I am connecting you with a person." It is a part of the program, for when
/// nothing else can speak. Made with
/// <c>espeak-ng -v uk -s 150 -w apology-uk.wav ...</c> at 8 kHz; recordings of a person may replace the files.
/// </summary>
public static class Apology
{
    static readonly ConcurrentDictionary<(SpokenLanguage, int), short[]> Spoken = new();

    public static short[] In(SpokenLanguage language, int rate) => Spoken.GetOrAdd((language, rate), static key =>
    {
        using var file = typeof(Apology).Assembly.GetManifestResourceStream($"apology-{key.Item1.Spelling()}.wav")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        var speech = Wav.Read(bytes.ToArray());
        return Resampler.Convert(speech.Samples, speech.Rate, key.Item2);
    });
}
