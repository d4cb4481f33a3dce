using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>What a piece of audio meant.</summary>
enum Heard
{
    Nothing,

    /// <summary>Enough speech to interrupt the bot.</summary>
    SpeechBegan,

    /// <summary>The caller has finished: <see cref="SpeechDetector.TakeUtterance"/> has what was said.</summary>
    SpeechEnded
}

/// <summary>
/// Finds where the caller talks. 20 ms are loud when they are clearly louder than the noise, whose level is followed,
/// which costs two microseconds. Only what is loud is heard by a network that tells speech from other sounds.
/// </summary>
sealed class SpeechDetector
{
    // Starts of words are quiet, so what was recorded before the first loud frame belongs to the utterance.
    const int LeadInFrames = 15;

    // The noise is taken for louder by 5 dB a second and for quieter at once: speech has pauses, noise has none.
    const double NoiseRise = 5.0 / 50;

    // Over this share of zero crossings it is hiss, a click or a modem.
    const double MostCrossings = 0.6;

    // Within an utterance less is enough, or it would end at each hesitation.
    const double Hesitation = 0.15;

    readonly VoiceOptions _options;
    readonly int _frameSize;
    readonly short[] _frame;
    readonly Queue<short[]> _leadIn = new();
    readonly int _framesToBegin;
    readonly int _framesToEnd;
    readonly int _mostSamples;
    readonly int _framesBeforeSpeech;
    List<short[]>? _utterance;
    readonly Silero? _silero;
    Resampler? _resampler;
    int _filled;
    double _noise;
    int _loud;
    int _quiet;
    bool _hasBegun;

    /// <param name="options">How loud and how long speech is.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="weights">Those of the network; null takes every loud sound for speech.</param>
    public SpeechDetector(VoiceOptions options, int rate, SileroWeights? weights)
    {
        _options = options;
        _silero = weights is null ? null : new(weights);
        Rate = rate;
        _frameSize = rate / 50;
        _frame = new short[_frameSize];
        _framesToBegin = FramesOf(options.InterruptAfter);
        _framesToEnd = FramesOf(options.EndSilence);
        _framesBeforeSpeech = LeadInFrames + 2 * _framesToBegin;
        _mostSamples = (int)(rate * options.LongestUtterance.TotalSeconds);
        // The first frame lowers it to the line's own noise.
        _noise = 0;
    }

    public int Rate { get; }

    /// <summary>
    /// Takes audio of any length and returns the last thing that happened in it. While the bot talks, its own echo must
    /// not count as speech.
    /// </summary>
    public Heard Add(ReadOnlySpan<short> samples, bool botTalks)
    {
        var heard = Heard.Nothing;
        while (samples.Length > 0)
        {
            var count = Math.Min(samples.Length, _frameSize - _filled);
            samples[..count].CopyTo(_frame.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled < _frameSize)
                break;
            _filled = 0;
            if (AddFrame(botTalks) is var now and not Heard.Nothing)
                heard = now;
        }
        return heard;
    }

    Heard AddFrame(bool botTalks)
    {
        var isLoud = IsLoud(botTalks);
        if (_utterance is null)
        {
            if (!isLoud)
            {
                KeepLeadIn();
                return Heard.Nothing;
            }
            _utterance = [.. _leadIn];
            _leadIn.Clear();
            (_loud, _quiet, _hasBegun) = (0, 0, false);
            BeginToListen(_utterance);
        }
        _utterance.Add([.. _frame]);
        Listen(_frame);
        var isSpeech = isLoud && (!_hasBegun || IsProbable(_options.SpeechProbability - Hesitation));
        (_loud, _quiet) = isSpeech ? (_loud + 1, 0) : (_loud, _quiet + 1);
        if (_hasBegun)
            return _quiet >= _framesToEnd || _utterance.Count * _frameSize >= _mostSamples
                ? Heard.SpeechEnded
                : Heard.Nothing;
        if (_loud >= _framesToBegin && IsProbable(_options.SpeechProbability))
        {
            _hasBegun = true;
            return Heard.SpeechBegan;
        }
        // A sound too short to be speech must not wait for the end of an utterance.
        if (_quiet > _framesToBegin)
            _utterance = null;
        else if (_utterance.Count > _framesBeforeSpeech)
            _utterance.RemoveAt(0);
        return Heard.Nothing;
    }

    // The network needs what came before a sound, too.
    void BeginToListen(List<short[]> before)
    {
        if (_silero is null)
            return;
        _silero.Begin();
        _resampler = Rate == Silero.Rate ? null : new(Rate, Silero.Rate);
        foreach (var frame in before)
            Listen(frame);
    }

    void Listen(short[] frame) => _silero?.Add(_resampler is null ? frame : _resampler.Add(frame));

    bool IsProbable(double probability) =>
        _silero is null || _silero.Probability >= probability;

    /// <summary>What the caller said, once.</summary>
    public short[] TakeUtterance()
    {
        var samples = new short[(_utterance?.Count ?? 0) * _frameSize];
        for (var i = 0; i < _utterance?.Count; i++)
            _utterance[i].CopyTo(samples, i * _frameSize);
        _utterance = null;
        return samples;
    }

    bool IsLoud(bool botTalks)
    {
        double sum = 0;
        var crossings = 0;
        for (var i = 0; i < _frame.Length; i++)
        {
            sum += (double)_frame[i] * _frame[i];
            if (i > 0 && (_frame[i] ^ _frame[i - 1]) < 0)
                crossings++;
        }
        var level = sum == 0 ? -96 : 10 * Math.Log10(sum / _frame.Length / (32768.0 * 32768.0));
        var threshold = Math.Max(_options.QuietestSpeech, _noise + _options.SpeechAboveNoise);
        // Within an utterance the level may fall further, or it would end at each quiet syllable.
        if (_hasBegun && _utterance is not null)
            threshold -= 4;
        if (botTalks)
            threshold += _options.EchoMargin;
        var isLoud = level > threshold && crossings < MostCrossings * _frame.Length;
        _noise = level < _noise ? Math.Max(level, -80) : Math.Min(level, _noise + NoiseRise);
        return isLoud;
    }

    void KeepLeadIn()
    {
        var kept = _leadIn.Count == LeadInFrames ? _leadIn.Dequeue() : new short[_frameSize];
        _frame.CopyTo(kept, 0);
        _leadIn.Enqueue(kept);
    }

    static int FramesOf(TimeSpan time) => Math.Max(1, (int)Math.Round(time.TotalMilliseconds / 20));
}
