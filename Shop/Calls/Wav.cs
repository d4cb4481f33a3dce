using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Shop.Calls;

/// <summary>16-bit mono samples.</summary>
public sealed record Recording(short[] Samples, int Rate)
{
    public TimeSpan Length => TimeSpan.FromSeconds((double)Samples.Length / Rate);

    public Recording At(int rate) => new(Resampler.Convert(Samples, Rate, rate), rate);
}

/// <summary>WAV files with 16-bit mono samples.</summary>
public static class Wav
{
    public const int HeaderSize = 44;

    // "RIFF" size "WAVE" "fmt " 16 1:pcm 1:mono rate bytes/s 2:align 16:bits "data" size
    public static byte[] Write(ReadOnlySpan<short> samples, int rate)
    {
        var file = new byte[HeaderSize + 2 * samples.Length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), 2 * samples.Length);
        MemoryMarshal.AsBytes(samples).CopyTo(file.AsSpan(HeaderSize));
        return file;
    }

    /// <summary>
    /// Reads a header up to the samples and returns the rate, or 0 when more bytes are needed. The lengths in it may be
    /// placeholders, as those of a program that streams are.
    /// </summary>
    public static int ReadHeader(ReadOnlySpan<byte> file, out int samplesAt)
    {
        samplesAt = 0;
        if (file.Length < 12)
            return 0;
        if (!file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
            throw new InvalidDataException("The audio is not a WAV file.");
        var (at, rate) = (12, 0);
        while (file.Length >= at + 8)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
            if (file[at..].StartsWith("data"u8))
            {
                samplesAt = at + 8;
                return rate > 0 ? rate : throw new InvalidDataException("The WAV file does not say its format.");
            }
            if (file[at..].StartsWith("fmt "u8))
            {
                if (file.Length < at + 24)
                    return 0;
                rate = ReadFormat(file[(at + 8)..]);
            }
            if (size is < 0 or > 1 << 20)
                throw new InvalidDataException("The WAV file has a part of impossible size.");
            at += 8 + size + (size & 1);
        }
        return 0;
    }

    static int ReadFormat(ReadOnlySpan<byte> format)
    {
        var (kind, channels) = (BinaryPrimitives.ReadInt16LittleEndian(format),
            BinaryPrimitives.ReadInt16LittleEndian(format[2..]));
        var (rate, bits) = (BinaryPrimitives.ReadInt32LittleEndian(format[4..]),
            BinaryPrimitives.ReadInt16LittleEndian(format[14..]));
        return kind is 1 or -2 && channels == 1 && bits == 16 && rate is >= 4000 and <= 192_000
            ? rate
            : throw new InvalidDataException($"The WAV file has {channels} channels of {bits} bits at {rate} Hz.");
    }

    public static Recording Read(ReadOnlySpan<byte> file)
    {
        var rate = ReadHeader(file, out var at);
        return rate == 0
            ? throw new InvalidDataException("The WAV file ends within its header.")
            : new(MemoryMarshal.Cast<byte, short>(file[at..^((file.Length - at) % 2)]).ToArray(), rate);
    }
}
