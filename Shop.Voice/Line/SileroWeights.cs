using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Shop.Voice.Line;

/// <summary>
/// The numbers of the half of Silero's network that hears 8,000 samples a second, from the authors' file.
/// </summary>
sealed class SileroWeights
{
    const string Half = "model_8k.";

    public float[] Waves { get; }
    public Layer[] Layers { get; }
    public float[] Input { get; }
    public float[] Recurrent { get; }
    public float[] Gates { get; }
    public float[] Decoder { get; }
    public float DecoderBias { get; }

    SileroWeights(Dictionary<string, float[]> tensors)
    {
        Waves = Of("stft.forward_basis_buffer", 2 * Silero.Bins * Silero.Piece);
        Layers =
        [
            LayerOf(0, Silero.Bins, 128, 1),
            LayerOf(1, 128, 64, 2),
            LayerOf(2, 64, 64, 2),
            LayerOf(3, 64, Silero.Size, 1)
        ];
        Input = Of("decoder.rnn.weight_ih", 4 * Silero.Size * Silero.Size);
        Recurrent = Of("decoder.rnn.weight_hh", 4 * Silero.Size * Silero.Size);
        Gates = Of("decoder.rnn.bias_ih", 4 * Silero.Size);
        foreach (var (i, bias) in Of("decoder.rnn.bias_hh", 4 * Silero.Size).Index())
            Gates[i] += bias;
        Decoder = Of("decoder.decoder.2.weight", Silero.Size);
        DecoderBias = Of("decoder.decoder.2.bias", 1)[0];

        Layer LayerOf(int number, int channels, int size, int stride) => new(
            Of($"encoder.{number}.reparam_conv.weight", size * channels * 3),
            Of($"encoder.{number}.reparam_conv.bias", size),
            channels,
            stride);

        float[] Of(string name, int count) =>
            tensors.TryGetValue(Half + name, out var values) && values.Length == count
                ? values
                : throw new InvalidDataException(
                    $"It has no {count} numbers of {name}: version 6 of Silero's network is needed.");
    }

    /// <summary>Reads a file in the format of ONNX.</summary>
    public static SileroWeights Read(string file)
    {
        try
        {
            return new(Tensors(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidDataException or IndexOutOfRangeException)
        {
            throw new InvalidOperationException($"Voice:SpeechModel: {file} cannot be used. {e.Message}", e);
        }
    }

    // ONNX is protobuf: a model has its graph in field 7, which has its tensors in fields 5. A tensor has its name in
    // field 8 and its numbers in field 9.
    static Dictionary<string, float[]> Tensors(byte[] model)
    {
        var tensors = new Dictionary<string, float[]>();
        foreach (var (_, graph) in Fields(model).Where(field => field.Number == 7))
            foreach (var (_, tensor) in Fields(graph).Where(field => field.Number == 5))
            {
                var fields = Fields(tensor).ToLookup(field => field.Number, field => field.Value);
                if (fields[9].FirstOrDefault() is { Length: > 0 } numbers)
                    tensors[Encoding.UTF8.GetString(fields[8].Single().Span)] =
                        MemoryMarshal.Cast<byte, float>(numbers.Span).ToArray();
            }
        return tensors;
    }

    // A number is seven bits per byte, the lowest first; all but the last byte have the highest bit set.
    static IEnumerable<(int Number, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Number();
            // A number itself, eight bytes, a length before so many bytes, four bytes.
            var length = (key & 7) switch
            {
                0 => Skipped(),
                1 => 8,
                2 => (int)Number(),
                5 => 4,
                var kind => throw new InvalidDataException($"A field of kind {kind} is not known.")
            };
            yield return ((int)(key >> 3), message.Slice(at, length));
            at += length;

            long Number()
            {
                long number = 0;
                for (var shift = 0; ; shift += 7)
                {
                    var next = message.Span[at++];
                    number |= (long)(next & 0x7F) << shift;
                    if (next <= 0x7F)
                        return number;
                }
            }

            int Skipped()
            {
                Number();
                return 0;
            }
        }
    }

    /// <summary>A row of a matrix times a vector.</summary>
    public static float Dot(float[] matrix, int row, ReadOnlySpan<float> vector)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(matrix.AsSpan(row * vector.Length, vector.Length));
        var right = MemoryMarshal.Cast<float, Vector<float>>(vector);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
            sums += left[i] * right[i];
        var sum = Vector.Sum(sums);
        for (var i = left.Length * Vector<float>.Count; i < vector.Length; i++)
            sum += matrix[row * vector.Length + i] * vector[i];
        return sum;
    }

    /// <summary>A convolution of three neighbours, without what is negative.</summary>
    public sealed record Layer(float[] Matrix, float[] Bias, int Channels, int Stride)
    {
        public void Apply(ReadOnlySpan<float> input, Span<float> output)
        {
            var (length, count) = (input.Length / Channels, output.Length / Bias.Length);
            Span<float> neighbours = stackalloc float[3 * Channels];
            for (var at = 0; at < count; at++)
            {
                for (var channel = 0; channel < Channels; channel++)
                    for (var i = 0; i < 3; i++)
                    {
                        var from = at * Stride + i - 1;
                        neighbours[3 * channel + i] = from < 0 || from >= length ? 0 : input[channel * length + from];
                    }
                for (var i = 0; i < Bias.Length; i++)
                    output[i * count + at] = MathF.Max(0, Dot(Matrix, i, neighbours) + Bias[i]);
            }
        }
    }
}
