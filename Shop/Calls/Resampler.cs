using System.Collections.Concurrent;
using System.Numerics;

namespace Shop.Calls;

/// <summary>
/// Changes the rate of audio that arrives in parts. A windowed sinc removes what the lower rate cannot carry, which
/// would otherwise come back as hiss.
/// </summary>
public sealed class Resampler
{
    // Zero crossings of the sinc on each side: more is sharper and slower.
    const int Crossings = 8;

    static readonly ConcurrentDictionary<(int From, int To), float[][]> Filters = new();
    readonly int _up;
    readonly int _down;
    readonly float[][] _phases;
    readonly int _taps;
    float[] _history;
    int _count;
    // The position of the next output sample, counted in parts of an input sample.
    int _phase;
    int _next;

    public Resampler(int from, int to)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        (_up, _down) = (to / divisor, from / divisor);
        _phases = Filters.GetOrAdd((_down, _up), static key => Design(key.To, key.From));
        _taps = _phases[0].Length;
        _history = new float[4 * _taps];
        // The filter's delay: the first output belongs to the first input.
        _count = _taps / 2;
    }

    public bool IsNeeded => _up != _down;

    public static short[] Convert(short[] samples, int from, int to)
    {
        if (from == to)
            return samples;
        var resampler = new Resampler(from, to);
        return [.. resampler.Add(samples), .. resampler.End()];
    }

    /// <summary>Returns what is ready; the filter keeps a few samples back.</summary>
    public short[] Add(ReadOnlySpan<short> samples)
    {
        if (!IsNeeded)
            return samples.ToArray();
        if (_history.Length < _count + samples.Length)
            Array.Resize(ref _history, _count + samples.Length + _taps);
        foreach (var sample in samples)
            _history[_count++] = sample;

        var positions = Math.Max(0, _count - _taps - _next + 1);
        var output = new short[(int)((long)positions * _up / _down) + 1];
        var made = 0;
        while (_next + _taps <= _count)
        {
            output[made++] = Filter();
            _phase += _down;
            _next += _phase / _up;
            _phase %= _up;
        }
        var kept = Math.Max(0, _count - _next);
        Array.Copy(_history, _count - kept, _history, 0, kept);
        _next -= _count - kept;
        _count = kept;
        return made == output.Length ? output : output[..made];
    }

    /// <summary>What the filter has kept back.</summary>
    public short[] End() => IsNeeded ? Add(new short[_taps / 2]) : [];

    short Filter()
    {
        var taps = _phases[_phase];
        var window = _history.AsSpan(_next, _taps);
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= _taps - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(window[i..]) * new Vector<float>(taps, i);
        var total = Vector.Sum(sum);
        for (; i < _taps; i++)
            total += window[i] * taps[i];
        return (short)Math.Clamp(MathF.Round(total), short.MinValue, short.MaxValue);
    }

    static float[][] Design(int up, int down)
    {
        // The cutoff is that of the lower rate, a little below its half.
        var cutoff = 0.94 * Math.Min(1.0, (double)up / down);
        var half = (int)Math.Ceiling(Crossings / cutoff);
        var phases = new float[up][];
        for (var phase = 0; phase < up; phase++)
        {
            var taps = new double[2 * half];
            for (var i = 0; i < taps.Length; i++)
            {
                var x = i - half + 1 - (double)phase / up;
                var window = 0.5 + 0.5 * Math.Cos(Math.PI * x / (half + 1));
                taps[i] = cutoff * Sinc(cutoff * x) * window;
            }
            var sum = taps.Sum();
            phases[phase] = Array.ConvertAll(taps, tap => (float)(tap / sum));
        }
        return phases;
    }

    static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
