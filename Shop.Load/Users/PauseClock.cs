using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Shop.Load.Users;

/// <summary>
/// Ends pauses on the thread that reads answers. Timers of the runtime end them on other threads, and on one processor
/// these let the reader wait for milliseconds, which then count as response time.
/// </summary>
/// <remarks>
/// A thread sleeps until pauses are over and writes a byte to a socket. The bytes are read as answers are, without
/// another thread (see Program.cs), and what follows a pause runs there. So pauses end up to a millisecond late, many
/// at once; those that are over when a user begins another pause end earlier.
/// </remarks>
sealed class PauseClock : TimeProvider, IDisposable
{
    static readonly long Millisecond = Stopwatch.Frequency / 1000;

    [ThreadStatic]
    static bool _isEnding;

    readonly PriorityQueue<Pause, long> _pauses = new();
    readonly Socket _bell;
    readonly Socket _ear;
    long _wakesAt = long.MaxValue;
    bool _isStopped;

    public PauseClock()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _bell = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _bell.Connect(listener.LocalEndPoint!);
        _ear = listener.Accept();
        new Thread(Ring) { Name = "Pauses", IsBackground = true }.Start();
        _ = ListenAsync();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("Pauses do not repeat.");
        var pause = new Pause(callback, state, this);
        pause.Change(dueTime, period);
        return pause;
    }

    public void Dispose()
    {
        lock (_pauses)
        {
            _isStopped = true;
            Monitor.Pulse(_pauses);
        }
    }

    void Add(Pause pause, TimeSpan dueTime)
    {
        var now = GetTimestamp();
        var due = now + (long)(dueTime.TotalSeconds * Stopwatch.Frequency);
        lock (_pauses)
        {
            // To wake a thread costs as much as a request, and a millisecond is what pauses may be late.
            if (due < _wakesAt - Millisecond)
                Monitor.Pulse(_pauses);
            _pauses.Enqueue(pause, due);
        }
        EndThoseUntil(now);
    }

    void EndThoseUntil(long now)
    {
        // What follows a pause may begin another one here.
        if (_isEnding)
            return;
        _isEnding = true;
        while (TryTake(now) is { } pause)
            pause.End();
        _isEnding = false;
    }

    void Ring()
    {
        using (_bell)
            while (WaitUntilDue())
                _bell.Send([0]);
    }

    // False: stopped.
    bool WaitUntilDue()
    {
        lock (_pauses)
        {
            // The listener needs a moment for those that were due before.
            Wait(GetTimestamp() + Millisecond);
            while (!_isStopped)
            {
                var due = _pauses.TryPeek(out _, out var first) ? first : long.MaxValue;
                if (due <= GetTimestamp())
                    return true;
                Wait(due);
            }
            return false;
        }
    }

    void Wait(long until)
    {
        _wakesAt = until;
        var left = GetElapsedTime(GetTimestamp(), until).TotalMilliseconds;
        Monitor.Wait(_pauses, (int)Math.Clamp(Math.Ceiling(left), 1, int.MaxValue));
    }

    async Task ListenAsync()
    {
        var rung = new byte[1024];
        using (_ear)
            while (await _ear.ReceiveAsync(rung) > 0)
                EndThoseUntil(GetTimestamp());
    }

    Pause? TryTake(long now)
    {
        lock (_pauses)
            return _pauses.TryPeek(out _, out var due) && due <= now ? _pauses.Dequeue() : null;
    }

    sealed class Pause(TimerCallback callback, object? state, PauseClock clock) : ITimer
    {
        bool _isCancelled;

        public void End()
        {
            if (!Volatile.Read(ref _isCancelled))
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Add(this, dueTime);
            return true;
        }

        public void Dispose() => Volatile.Write(ref _isCancelled, true);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
