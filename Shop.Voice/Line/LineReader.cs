using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>
/// The receiving side of a call: finds utterances and keys in the frames, and silences the bot as soon as the caller
/// talks. It never waits for the conversation, so the caller's audio is never stale.
/// </summary>
sealed class LineReader(Connection connection, VoiceOptions options, SileroWeights? weights) : IDisposable
{
    const string Broken = "The connection broke.";

    readonly PipeReader _reader = PipeReader.Create(
        connection.Stream,
        // An idle call holds no buffer.
        new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
    readonly Channel<LineEvent> _events = Channel.CreateUnbounded<LineEvent>(
        new UnboundedChannelOptions { SingleReader = true });
    readonly TaskCompletionSource<int> _rate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    SpeechDetector? _detector;
    LineEnd? _end;

    public ChannelReader<LineEvent> Events => _events.Reader;

    /// <summary>Samples a second of the caller's audio, once some has come.</summary>
    public Task<int> Rate => _rate.Task;

    /// <summary>The call's id, which is the first frame; null when something else came.</summary>
    public async Task<Guid?> ReadIdAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var result = await _reader.ReadAsync(ct);
                var buffer = result.Buffer;
                var found = TryReadId(ref buffer, out var id);
                _reader.AdvanceTo(buffer.Start, found is null ? result.Buffer.End : buffer.Start);
                if (found is not null || result.IsCompleted)
                    return found is true ? id : null;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Null when more bytes are needed.</summary>
    static bool? TryReadId(ref ReadOnlySequence<byte> buffer, out Guid id)
    {
        id = default;
        // A client of another protocol is recognised by its first byte.
        if (!buffer.IsEmpty && buffer.FirstSpan[0] != (byte)FrameKind.Id)
            return false;
        if (!AudioSocketFrame.TryRead(ref buffer, out var frame))
            return null;
        if (frame.Problem() is not null)
            return false;
        id = frame.Id();
        return true;
    }

    /// <summary>Reads until the line ends, and says how.</summary>
    public async Task<LineEnd> ReadAsync()
    {
        try
        {
            while (_end is null)
            {
                var result = await _reader.ReadAsync();
                connection.Received();
                var buffer = result.Buffer;
                Read(ref buffer);
                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    _end ??= connection.IsBroken ? new(CallOutcome.Lost, Broken)
                        : buffer.IsEmpty ? new(CallOutcome.HungUp)
                        : new(CallOutcome.Lost, "The connection ended within a frame.");
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            _end ??= new(
                CallOutcome.Lost,
                connection.IsIdle ? "Nothing came over the connection any more." : Broken);
        }
        _events.Writer.TryComplete();
        return _end;
    }

    void Read(ref ReadOnlySequence<byte> buffer)
    {
        while (_end is null && AudioSocketFrame.TryRead(ref buffer, out var frame))
        {
            if (frame.Problem() is { } problem)
                _end = new(CallOutcome.Failed, problem);
            else if (frame.Rate > 0)
                Hear(frame);
            else if (frame.Kind == FrameKind.Key)
                Press((char)frame.Payload.FirstSpan[0]);
            else if (frame.Kind == FrameKind.HangUp)
                _end = new(CallOutcome.HungUp);
            else if (frame.Kind == FrameKind.Error)
                _end = EndOf(frame);
        }
    }

    // One byte: 1 is a hang-up, 2 a frame that could not be forwarded, 4 a lack of memory.
    static LineEnd EndOf(AudioSocketFrame error) => error.Payload.IsEmpty || error.Payload.FirstSpan[0] == 1
        ? new(CallOutcome.HungUp)
        : new(CallOutcome.Lost, $"Asterisk reported the error {error.Payload.FirstSpan[0]}.");

    void Press(char key)
    {
        if (!char.IsAsciiDigit(key) && key is not ('*' or '#' or >= 'A' and <= 'D'))
            return;
        var interrupts = connection.Playback.IsPlaying;
        connection.Playback.Stop();
        _events.Writer.TryWrite(LineEvent.Of(LineEventKind.Key) with { Key = key, Interrupts = interrupts });
    }

    void Hear(AudioSocketFrame frame)
    {
        if (frame.Payload.IsSingleSegment)
        {
            Hear(frame.Rate, MemoryMarshal.Cast<byte, short>(frame.Payload.FirstSpan));
            return;
        }
        // The frame lies across two buffers.
        var length = (int)frame.Payload.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        frame.Payload.CopyTo(joined);
        Hear(frame.Rate, MemoryMarshal.Cast<byte, short>(joined.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(joined);
    }

    void Hear(int rate, ReadOnlySpan<short> samples)
    {
        if (_detector?.Rate != rate)
        {
            _detector = new(options, rate, weights);
            _rate.TrySetResult(rate);
        }
        var talks = connection.Playback.IsPlaying;
        var heard = _detector.Add(samples, talks);
        if (heard == Heard.Nothing)
            return;
        if (talks)
            connection.Playback.Stop();
        _events.Writer.TryWrite(heard == Heard.SpeechBegan
            ? LineEvent.Of(LineEventKind.SpeechBegan) with { Interrupts = talks }
            : new(LineEventKind.Utterance, Stopwatch.GetTimestamp(), new(_detector.TakeUtterance(), rate)));
    }

    public void Dispose() => _reader.Complete();
}
