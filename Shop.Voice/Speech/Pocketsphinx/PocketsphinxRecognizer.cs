using System.Collections.Concurrent;
using Shop.Calls;

namespace Shop.Voice.Speech.Pocketsphinx;

/// <summary>
/// Understands English without an account, as far as the grammar of the dialogue's state goes. A grammar finds
/// something in any sound, so a second decoder that hears nothing but phones decides whether the first one is right.
/// </summary>
public sealed class PocketsphinxRecognizer : ISpeechRecognizer, IDisposable
{
    const int Rate = 16000;
    const string Models = "/usr/share/pocketsphinx/model/en-us";

    // How much worse than phones without a grammar a sentence of the grammar may fit. Measured with espeak-ng at 8 and
    // 16 kHz: the worst of 12 utterances of a grammar was at -8.3, the best of 12 others at -10.5.
    const double WorstFit = -9;

    // A line has noise. In the silence of digital audio every phone fits equally badly, which spoils the comparison.
    const int Noise = 8;

    readonly ConcurrentBag<Pair> _idle = [];
    readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    public string Name => "pocketsphinx";

    public static bool IsInstalled =>
        OperatingSystem.IsLinux() && Directory.Exists(Models) && NativeMethods.IsInstalled;

    public bool Understands(SpokenLanguage language) => language == SpokenLanguage.English;

    public async Task<Recognized> RecognizeAsync(Recording speech, Expected expected, CancellationToken ct)
    {
        if (expected.Grammar is not { } grammar)
            return new("");
        var samples = AddNoise(Resampler.Convert(speech.Samples, speech.Rate, Rate));
        await _free.WaitAsync(ct);
        try
        {
            var pair = _idle.TryTake(out var known) ? known : new();
            try
            {
                // It takes about a fortieth of the utterance's length, too long for a thread that serves all calls.
                return await Task.Run(() => pair.Recognize(samples, expected.State, grammar), CancellationToken.None);
            }
            finally
            {
                _idle.Add(pair);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    static short[] AddNoise(short[] samples)
    {
        var random = new Random(1);
        return Array.ConvertAll(
            samples,
            sample => (short)Math.Clamp(sample + random.Next(-Noise, Noise + 1), short.MinValue, short.MaxValue));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var pair))
            pair.Dispose();
        _free.Dispose();
    }

    sealed class Pair : IDisposable
    {
        readonly Decoder _words;
        readonly Decoder _phones;

        static Pair() => NativeMethods.SetLogFile(0);

        public Pair()
        {
            var model = $"{Models}/en-us";
            _words = new(
                "-hmm", model, "-dict", $"{Models}/cmudict-en-us.dict",
                "-beam", "1e-80", "-wbeam", "1e-60", "-pbeam", "1e-80");
            _phones = new(
                "-hmm", model, "-allphone", $"{Models}/en-us-phone.lm.bin", "-allphone_ci", "yes",
                "-beam", "1e-20", "-pbeam", "1e-20");
        }

        public Recognized Recognize(short[] samples, string state, string grammar)
        {
            _words.Use(state, grammar);
            var (text, score) = _words.Decode(samples);
            if (text.Length == 0)
                return new("");
            var (_, phones) = _phones.Decode(samples);
            return score - phones >= WorstFit ? new(text, SpokenLanguage.English) : new("");
        }

        public void Dispose()
        {
            _words.Dispose();
            _phones.Dispose();
        }
    }
}
