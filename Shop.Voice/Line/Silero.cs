using static Shop.Voice.Line.SileroWeights;

namespace Shop.Voice.Line;

/// <summary>
/// How likely it is that somebody talks, by the network of https://github.com/snakers4/silero-vad (version 6, MIT). It
/// is small enough to be computed here: a runtime for networks would be a hundred times its size (decision 19).
/// </summary>
sealed class Silero(SileroWeights weights)
{
    public const int Rate = 8000;

    // 32 ms, heard together with the 4 ms before them.
    const int Window = 256;
    const int Before = 32;

    // The spectrum: four overlapping pieces of a window.
    public const int Piece = 128;
    const int Pieces = 4;
    public const int Bins = Piece / 2 + 1;
    public const int Size = 128;

    // The samples, and the reflection of the last ones at the end.
    readonly float[] _audio = new float[Before + Window + Before];
    readonly float[] _output = new float[Size];
    readonly float[] _cell = new float[Size];
    int _filled;

    /// <summary>The probability that somebody talked in the last whole window, from 0 to 1.</summary>
    public float Probability { get; private set; }

    /// <summary>Forgets what was heard.</summary>
    public void Begin()
    {
        Array.Clear(_audio);
        Array.Clear(_output);
        Array.Clear(_cell);
        (_filled, Probability) = (0, 0);
    }

    public void Add(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            _audio[Before + _filled] = sample / 32768f;
            if (++_filled < Window)
                continue;
            Hear();
            // What comes before the next window.
            _audio.AsSpan(Window, Before).CopyTo(_audio);
            _filled = 0;
        }
    }

    void Hear()
    {
        for (var i = 0; i < Before; i++)
            _audio[Before + Window + i] = _audio[Before + Window - 2 - i];
        Span<float> spectrum = stackalloc float[Bins * Pieces];
        for (var piece = 0; piece < Pieces; piece++)
        {
            var samples = _audio.AsSpan(piece * Piece / 2, Piece);
            for (var bin = 0; bin < Bins; bin++)
            {
                var (real, imaginary) = (Dot(weights.Waves, bin, samples), Dot(weights.Waves, Bins + bin, samples));
                spectrum[bin * Pieces + piece] = MathF.Sqrt(real * real + imaginary * imaginary);
            }
        }
        Span<float> first = stackalloc float[128 * 4], second = stackalloc float[64 * 2], third = stackalloc float[64];
        Span<float> features = stackalloc float[Size];
        weights.Layers[0].Apply(spectrum, first);
        weights.Layers[1].Apply(first, second);
        weights.Layers[2].Apply(second, third);
        weights.Layers[3].Apply(third, features);
        Remember(features);
    }

    // A long short-term memory: what is new, what is kept, what it is, and what is told of it.
    void Remember(ReadOnlySpan<float> features)
    {
        Span<float> gates = stackalloc float[4 * Size];
        for (var i = 0; i < gates.Length; i++)
            gates[i] = Dot(weights.Input, i, features) + Dot(weights.Recurrent, i, _output) + weights.Gates[i];
        var sum = weights.DecoderBias;
        for (var i = 0; i < Size; i++)
        {
            var (adds, keeps) = (Sigmoid(gates[i]), Sigmoid(gates[Size + i]));
            _cell[i] = keeps * _cell[i] + adds * MathF.Tanh(gates[2 * Size + i]);
            _output[i] = Sigmoid(gates[3 * Size + i]) * MathF.Tanh(_cell[i]);
            sum += weights.Decoder[i] * MathF.Max(0, _output[i]);
        }
        Probability = Sigmoid(sum);
    }

    static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
