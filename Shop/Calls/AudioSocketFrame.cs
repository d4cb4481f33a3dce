using System.Buffers;
using System.Buffers.Binary;

namespace Shop.Calls;

/// <summary>The kinds of frames of AudioSocket, by which Asterisk sends and gets the audio of a call.</summary>
public enum FrameKind : byte
{
    HangUp = 0x00,

    /// <summary>16 bytes, always the first frame from Asterisk.</summary>
    Id = 0x01,

    Silence = 0x02,

    /// <summary>One ASCII character.</summary>
    Key = 0x03,

    /// <summary>Signed linear 16-bit little-endian mono; the other kinds of audio differ in their rate only.</summary>
    Audio8 = 0x10,
    Audio12 = 0x11,
    Audio16 = 0x12,
    Audio24 = 0x13,
    Audio32 = 0x14,
    Audio44 = 0x15,
    Audio48 = 0x16,
    Audio96 = 0x17,
    Audio192 = 0x18,

    Error = 0xff
}

/// <summary>
/// One frame: <c>kind:u8, length:u16 big-endian, payload[length]</c>. The payload is a part of the buffer that was read
/// and is valid until the reader advances.
/// </summary>
/// <remarks>
/// The first frames of a call with 20 ms of audio at 8 kHz:
/// <code>
/// 01 00 10 0f 5c 2d 1e ...   the call's UUID, 16 bytes as they are written
/// 10 01 40 d4 ff 10 00 ...   320 bytes of audio
/// 03 00 01 35                the key 5
/// </code>
/// </remarks>
public readonly ref struct AudioSocketFrame
{
    public const int HeaderSize = 3;

    /// <summary>Frames of audio a second: each has 20 ms.</summary>
    public const int PerSecond = 50;

    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(1000.0 / PerSecond);

    static readonly int[] Rates = [8000, 12000, 16000, 24000, 32000, 44100, 48000, 96000, 192000];

    AudioSocketFrame(FrameKind kind, ReadOnlySequence<byte> payload) => (Kind, Payload) = (kind, payload);

    public FrameKind Kind { get; }

    public ReadOnlySequence<byte> Payload { get; }

    /// <summary>Samples a second; 0 when the frame is not audio.</summary>
    public int Rate => RateOf(Kind);

    public static int RateOf(FrameKind kind) =>
        kind is >= FrameKind.Audio8 and <= FrameKind.Audio192 ? Rates[kind - FrameKind.Audio8] : 0;

    public static FrameKind KindOf(int rate) => Array.IndexOf(Rates, rate) is >= 0 and var index
        ? (FrameKind)((byte)FrameKind.Audio8 + index)
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "AudioSocket has no such rate.");

    /// <summary>Takes the first frame off the buffer. False when it has not arrived completely.</summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out AudioSocketFrame frame)
    {
        frame = default;
        if (buffer.Length < HeaderSize)
            return false;
        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt16BigEndian(header[1..]);
        if (buffer.Length < HeaderSize + length)
            return false;
        frame = new((FrameKind)header[0], buffer.Slice(HeaderSize, length));
        buffer = buffer.Slice(HeaderSize + length);
        return true;
    }

    /// <summary>Why the frame cannot be one of a call, or null.</summary>
    public string? Problem() => Kind switch
    {
        FrameKind.Id when Payload.Length != 16 => $"An id has 16 bytes, not {Payload.Length}.",
        FrameKind.Key when Payload.Length != 1 => $"A key has one byte, not {Payload.Length}.",
        _ when Rate == 0 => Kind is FrameKind.HangUp or FrameKind.Id or FrameKind.Silence or FrameKind.Key
            or FrameKind.Error
            ? null
            : $"There is no kind 0x{(byte)Kind:x2}.",
        _ when Payload.Length == 0 || Payload.Length % 2 != 0 => $"{Payload.Length} bytes are no 16-bit samples.",
        // Asterisk sends 20 ms, and a few times that where a trunk has longer packets.
        _ when Payload.Length > Rate => $"A frame of {Payload.Length} bytes has more than half a second of audio.",
        _ => null
    };

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        Payload.CopyTo(bytes);
        return new(bytes, bigEndian: true);
    }

    public static void WriteHeader(Span<byte> to, FrameKind kind, int length)
    {
        to[0] = (byte)kind;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], checked((ushort)length));
    }

    public static byte[] Of(FrameKind kind, params ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderSize + payload.Length];
        WriteHeader(frame, kind, payload.Length);
        payload.CopyTo(frame.AsSpan(HeaderSize));
        return frame;
    }
}
