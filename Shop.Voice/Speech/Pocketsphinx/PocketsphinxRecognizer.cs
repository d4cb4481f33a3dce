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

    /// <summary>
    /// How much worse than phones without a grammar a sentence of the grammar may fit. `./dev bench rejection` says
    /// what is understood and refused with this value and with others (docs/voice.md).
    /// </summary>
    internal const double WorstFit = -9;

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
        var (text, fit) = await MeasureAsync(speech, expected.State, grammar, ct);
        return text.Length > 0 && fit >= WorstFit ? new(text, SpokenLanguage.English) : new("");
    }

    /// <summary>
    /// The sentence of the grammar that is nearest, and how much worse it fits than phones do, per hundredth of a
    /// second.
    /// </summary>
    internal async Task<(string Text, double Fit)> MeasureAsync(
        Recording speech, string state, string grammar, CancellationToken ct)
    {
        var samples = AddNoise(Resampler.Convert(speech.Samples, speech.Rate, Rate));
        await _free.WaitAsync(ct);
        try
        {
            var pair = _idle.TryTake(out var known) ? known : new();
            try
            {
                // It takes about a fortieth of the utterance's length, too long for a thread that serves all calls.
                return await Task.Run(() => pair.Measure(samples, state, grammar), CancellationToken.None);
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

        public (string Text, double Fit) Measure(short[] samples, string state, string grammar)
        {
            _words.Use(state, grammar);
            var (text, score) = _words.Decode(samples);
            return text.Length == 0
                ? ("", double.NegativeInfinity)
                : (text, score - _phones.Decode(samples).ScorePerFrame);
        }

        public void Dispose()
        {
            _words.Dispose();
            _phones.Dispose();
        }
    }
}
