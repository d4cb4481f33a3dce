using System.Diagnostics;
using System.Net.Sockets;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>
/// The sending side of one connection. The pacer's thread calls <see cref="Tick"/> every 20 ms, and it never waits: a
/// frame that the socket does not take at its time is dropped, because played later it would be stale.
/// </summary>
sealed class Connection : IDisposable
{
    // About a quarter of a second at 8 kHz: what the kernel has accepted cannot be recalled when the caller interrupts.
    const int SendBuffer = 4096;

    // Asterisk ends a call over which nothing has come or gone for two seconds.
    static readonly long KeepAlive = Stopwatch.Frequency;

    // Only the pacer's thread writes to it.
    static readonly byte[] Dropped = new byte[2 * 192_000 / AudioSocketFrame.PerSecond];

    readonly Socket _socket;
    readonly TimeSpan _idleTimeout;
    readonly Lock _sending = new();
    byte[] _frame = [];
    int _sent;
    long _lastSent = Stopwatch.GetTimestamp();
    long _lastReceived = Stopwatch.GetTimestamp();
    bool _isFinished;

    public Connection(Socket socket, TimeSpan idleTimeout)
    {
        (_socket, _idleTimeout) = (socket, idleTimeout);
        socket.NoDelay = true;
        socket.SendBufferSize = SendBuffer;
        Stream = new(socket, ownsSocket: false);
        socket.Blocking = false;
    }

    public NetworkStream Stream { get; }

    public Playback Playback { get; } = new();

    /// <summary>Whether the pacer ended it because nothing came any more.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>
    /// Whether a frame could not be sent. The system tells only once that the other side has reset the connection:
    /// whoever reads then finds its end.
    /// </summary>
    public bool IsBroken { get; private set; }

    public void Received() => Volatile.Write(ref _lastReceived, Stopwatch.GetTimestamp());

    /// <summary>Sends the frame that is due.</summary>
    public void Tick(long now)
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastReceived), now) > _idleTimeout)
        {
            IsIdle = true;
            Abort();
            return;
        }
        lock (_sending)
        {
            if (_isFinished)
                return;
            if (!TrySendRest())
            {
                if (Playback.TryTake(Dropped.AsSpan(0, Size), now))
                    VoiceMetrics.FramesDropped.Add(1);
            }
            else if (Playback.TryTake(NextPayload(), now))
                Send(now);
            else if (now - _lastSent > KeepAlive)
            {
                NextPayload().Clear();
                Send(now);
            }
        }
    }

    /// <summary>
    /// Ends what is sent, after a frame that tells Asterisk to hang up if it should. Asterisk then closes the
    /// connection. To close it here with audio unread would reset it, which Asterisk takes for an error.
    /// </summary>
    public void Finish(bool hangUp)
    {
        lock (_sending)
        {
            if (_isFinished)
                return;
            _isFinished = true;
            try
            {
                if (hangUp && TrySendRest())
                    _socket.Send(AudioSocketFrame.Of(FrameKind.HangUp), SocketFlags.None, out _);
                _socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The other side was first.
            }
        }
    }

    /// <summary>Ends the reading too.</summary>
    public void Abort()
    {
        lock (_sending)
            _isFinished = true;
        _socket.Dispose();
    }

    int Size => 2 * Playback.Rate / AudioSocketFrame.PerSecond;

    /// <summary>The payload of the next frame, behind its header: both go out in one write.</summary>
    Span<byte> NextPayload()
    {
        if (_frame.Length != AudioSocketFrame.HeaderSize + Size)
        {
            _frame = GC.AllocateUninitializedArray<byte>(AudioSocketFrame.HeaderSize + Size);
            AudioSocketFrame.WriteHeader(_frame, AudioSocketFrame.KindOf(Playback.Rate), Size);
            _sent = _frame.Length;
        }
        return _frame.AsSpan(AudioSocketFrame.HeaderSize);
    }

    void Send(long now)
    {
        (_lastSent, _sent) = (now, 0);
        TrySendRest();
        VoiceMetrics.FramesSent.Add(1);
    }

    /// <summary>False when a part of the last frame is still unsent: the next one cannot begin.</summary>
    bool TrySendRest()
    {
        if (_sent < _frame.Length)
        {
            var count = _socket.Send(_frame.AsSpan(_sent), SocketFlags.None, out var error);
            // An error ends the reading too, which ends the call.
            if (error == SocketError.Success)
                _sent += count;
            else if (error != SocketError.WouldBlock)
                IsBroken = true;
        }
        return _sent == _frame.Length;
    }

    public void Dispose()
    {
        Abort();
        Stream.Dispose();
    }
}
