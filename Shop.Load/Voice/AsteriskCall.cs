using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Shop.Calls;

namespace Shop.Load.Voice;

/// <summary>
/// A call as Asterisk connects it: the id first, then audio every 20 ms, silence included, and keys. What comes back is
/// kept with the time of each frame.
/// </summary>
sealed class AsteriskCall : IAsyncDisposable
{
    // Quieter frames are pauses.
    const double VoiceLevel = -40;

    readonly Socket _socket;
    readonly int _rate;
    readonly byte[] _frame;
    readonly Lock _lock = new();
    readonly Queue<short[]> _toSay = new();
    readonly List<Frame> _received = [];
    readonly List<Waiter> _waiters = [];
    TaskCompletionSource<long> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task _reading = Task.CompletedTask;
    long _lastLoud;

    readonly bool _keepsAudio;

    AsteriskCall(Socket socket, Guid id, int rate, bool keepsAudio)
    {
        (_socket, Id, _rate, _keepsAudio) = (socket, id, rate, keepsAudio);
        _frame = AudioSocketFrame.Of(AudioSocketFrame.KindOf(rate), new byte[2 * rate / AudioSocketFrame.PerSecond]);
    }

    public Guid Id { get; }

    /// <summary>When the connection stood and the id was sent.</summary>
    public long Connected { get; private set; }

    /// <summary>How the other side ended the call; null while it goes on.</summary>
    public CallEnding? Ending { get; private set; }

    /// <summary>The same, for those who wait for it.</summary>
    public TaskCompletionSource<CallEnding> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<AsteriskCall> DialAsync(
        string host, int port, CancellationToken ct, Guid? id = null, int rate = 8000, bool keepsAudio = true)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, ct);
            var call = new AsteriskCall(socket, id ?? Guid.CreateVersion7(), rate, keepsAudio);
            await socket.SendAsync(AudioSocketFrame.Of(FrameKind.Id, call.Id.ToByteArray(bigEndian: true)), ct);
            call.Connected = Stopwatch.GetTimestamp();
            call._reading = call.ReadAsync();
            CallClock.Add(call);
            return call;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says it, and returns when its last loud frame was sent.</summary>
    public Task<long> SayAsync(Recording speech)
    {
        var samples = speech.At(_rate).Samples;
        var size = _rate / AudioSocketFrame.PerSecond;
        lock (_lock)
        {
            foreach (var frame in samples.Chunk(size))
                _toSay.Enqueue(frame);
            BeganToTalk = 0;
            _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Ended.Task.IsCompleted)
                _said.SetException(NobodyListens);
            return _said.Task;
        }
    }

    static IOException NobodyListens => new("The call ended while the caller talked.");

    /// <summary>When the first loud frame of what is being said was sent; 0 before.</summary>
    public long BeganToTalk { get; private set; }

    public void Press(char key) => Send(AudioSocketFrame.Of(FrameKind.Key, (byte)key));

    /// <summary>Whatever bytes, for what no Asterisk sends.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    /// <summary>The first loud frame that came after a time.</summary>
    public Task<long> VoiceAsync(long after, TimeSpan timeout) =>
        WaitAsync(
            frames =>
            {
                var first = 0L;
                for (var i = frames.Count - 1; i >= 0 && frames[i].At > after; i--)
                    first = frames[i].IsVoice ? frames[i].At : first;
                return first;
            },
            timeout,
            "the bot to talk");

    /// <summary>The last loud frame after a time, once the bot has been quiet for so long.</summary>
    public Task<long> QuietAsync(long after, TimeSpan pause, TimeSpan timeout) =>
        WaitAsync(
            frames =>
            {
                for (var i = frames.Count - 1; i >= 0 && frames[i].At > after; i--)
                {
                    if (frames[i].IsVoice)
                        return Stopwatch.GetElapsedTime(frames[i].At) > pause ? frames[i].At : 0;
                }
                return 0;
            },
            timeout,
            "the bot to end");

    /// <summary>The last loud frame between two times; 0 when there was none.</summary>
    public long LastVoice(long from, long to)
    {
        lock (_lock)
            return _received.FindLast(frame => frame.IsVoice && frame.At >= from && frame.At <= to).At;
    }

    /// <summary>All audio that came between two times.</summary>
    public Recording Heard(long from, long to)
    {
        lock (_lock)
            return new(
                [.. _received.Where(frame => frame.At >= from && frame.At <= to).SelectMany(frame => frame.Samples)],
                _rate);
    }

    /// <summary>How far each frame of a reply was from 20 ms after the one before, in milliseconds.</summary>
    public List<double> Jitter()
    {
        lock (_lock)
            return
            [
                .. _received.Zip(_received.Skip(1), (one, next) => Stopwatch.GetElapsedTime(one.At, next.At))
                    .Where(gap => gap < TimeSpan.FromMilliseconds(200))
                    .Select(gap => Math.Abs((gap - AudioSocketFrame.Length).TotalMilliseconds))
            ];
    }

    async Task<long> WaitAsync(Func<List<Frame>, long> find, TimeSpan timeout, string waitingFor)
    {
        var waiter = new Waiter(find);
        lock (_lock)
            _waiters.Add(waiter);
        try
        {
            var found = waiter.Found.Task.WaitAsync(timeout);
            await Task.WhenAny(found, Ended.Task);
            return found.IsCompleted
                ? await found
                : throw new IOException($"The call ended while the caller waited for {waitingFor}.");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"After {timeout.TotalSeconds} s the caller still waited for {waitingFor}.");
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    /// <summary>Called every 20 ms.</summary>
    public void Tick()
    {
        try
        {
            lock (_lock)
            {
                foreach (var waiter in _waiters)
                    waiter.Check(_received);
                SendFrame();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            CallClock.Remove(this);
        }
    }

    void SendFrame()
    {
        var audio = MemoryMarshal.Cast<byte, short>(_frame.AsSpan(AudioSocketFrame.HeaderSize));
        audio.Clear();
        if (_toSay.TryDequeue(out var samples))
        {
            samples.CopyTo(audio);
            if (LevelOf(samples) > VoiceLevel)
            {
                _lastLoud = Stopwatch.GetTimestamp();
                if (BeganToTalk == 0)
                    BeganToTalk = _lastLoud;
            }
            if (_toSay.Count == 0)
                _said.TrySetResult(_lastLoud);
        }
        _socket.Send(_frame);
    }

    async Task ReadAsync()
    {
        var reader = PipeReader.Create(new NetworkStream(_socket, ownsSocket: false));
        var ending = CallEnding.Closed;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (!Read(ref buffer))
                {
                    ending = CallEnding.HungUp;
                    break;
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            ending = CallEnding.Reset;
        }
        CallClock.Remove(this);
        // As Asterisk does.
        _socket.Dispose();
        lock (_lock)
        {
            Ending = ending;
            Ended.TrySetResult(ending);
            _said.TrySetException(NobodyListens);
        }
    }

    bool Read(ref ReadOnlySequence<byte> buffer)
    {
        while (AudioSocketFrame.TryRead(ref buffer, out var frame))
        {
            if (frame.Kind == FrameKind.HangUp)
                return false;
            if (frame.Problem() is not null || frame.Rate != _rate)
                throw new IOException($"The server sent a frame of kind {frame.Kind} that no Asterisk accepts.");
            var samples = MemoryMarshal.Cast<byte, short>(frame.Payload.ToArray().AsSpan()).ToArray();
            lock (_lock)
                _received.Add(new(Stopwatch.GetTimestamp(), _keepsAudio ? samples : [], LevelOf(samples) > VoiceLevel));
        }
        return true;
    }

    /// <summary>In decibels below full scale.</summary>
    static double LevelOf(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
            sum += (double)sample * sample;
        return sum == 0 ? -96 : 10 * Math.Log10(sum / samples.Length / (32768.0 * 32768.0));
    }

    /// <summary>The caller hangs up: Asterisk closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        CallClock.Remove(this);
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was first.
        }
        _socket.Dispose();
        await _reading;
    }

    /// <summary>The connection breaks: it is reset, not closed.</summary>
    public void Break()
    {
        CallClock.Remove(this);
        _socket.LingerState = new(true, 0);
        _socket.Close(0);
    }

    readonly record struct Frame(long At, short[] Samples, bool IsVoice);

    sealed class Waiter(Func<List<Frame>, long> find)
    {
        public TaskCompletionSource<long> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Check(List<Frame> frames)
        {
            if (find(frames) is > 0 and var at)
                Found.TrySetResult(at);
        }
    }
}

/// <summary>How the server ended a call.</summary>
enum CallEnding
{
    /// <summary>The dialplan goes on.</summary>
    Closed,

    /// <summary>After a frame that tells Asterisk to hang up.</summary>
    HungUp,

    Reset
}
