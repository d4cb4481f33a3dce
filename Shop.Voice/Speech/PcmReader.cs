using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>Reads samples from a stream as they arrive, so a sentence begins before its end is synthesised.</summary>
static class PcmReader
{
    // A tenth of a second at 16 kHz: less would cost more than it gains.
    const int Part = 3200;

    /// <summary>The rate of raw samples is given; a WAV file says it by itself.</summary>
    public static async IAsyncEnumerable<SpokenPart> ReadAsync(
        Stream stream, int? rate, [EnumeratorCancellation] CancellationToken ct)
    {
        var pending = new byte[Part + Wav.HeaderSize + 1];
        var filled = 0;
        while (true)
        {
            if (filled == pending.Length)
                Array.Resize(ref pending, 2 * pending.Length);
            var count = await stream.ReadAsync(pending.AsMemory(filled), ct);
            filled += count;
            if (rate is null && Wav.ReadHeader(pending.AsSpan(0, filled), out var at) is > 0 and var known)
            {
                rate = known;
                filled -= at;
                pending.AsSpan(at, filled).CopyTo(pending);
            }
            var usable = filled & ~1;
            if (rate is { } samples && usable > 0 && (count == 0 || usable >= Part))
            {
                yield return new(MemoryMarshal.Cast<byte, short>(pending.AsSpan(0, usable)).ToArray(), samples);
                pending.AsSpan(usable, filled - usable).CopyTo(pending);
                filled -= usable;
            }
            if (count == 0)
                break;
        }
        if (rate is null)
            throw new InvalidDataException("The audio ended within its header.");
    }
}
