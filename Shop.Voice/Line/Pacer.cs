using System.Collections.Concurrent;
using System.Diagnostics;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>
/// Sends the audio of all calls, a frame every 20 ms. One thread serves them all: a timer for each call would be late
/// whenever the thread pool is busy. The deadlines are absolute, so a late frame does not delay those behind it.
/// </summary>
sealed class Pacer : IDisposable
{
    static readonly long Interval = Stopwatch.Frequency / AudioSocketFrame.PerSecond;
    readonly ConcurrentDictionary<Connection, bool> _connections = new();
    readonly ManualResetEvent _stopping = new(false);
    readonly Thread _thread;

    public Pacer()
    {
        _thread = new(Run) { Name = "Voice pacer", IsBackground = true };
        _thread.Start();
    }

    public void Add(Connection connection) => _connections.TryAdd(connection, true);

    public void Remove(Connection connection) => _connections.TryRemove(connection, out _);

    void Run()
    {
        var due = Stopwatch.GetTimestamp();
        do
        {
            var now = Stopwatch.GetTimestamp();
            foreach (var (connection, _) in _connections)
                Tick(connection, now);
            VoiceMetrics.Lateness.Record(Stopwatch.GetElapsedTime(due).TotalSeconds);
            due += Interval;
            // After a standstill the audio continues where it was. To catch up would send a burst that the phone must
            // queue, and that an interruption could not recall.
            if (due + Interval < Stopwatch.GetTimestamp())
                due = Stopwatch.GetTimestamp();
        }
        while (!_stopping.WaitOne(UntilDue(due)));
    }

    static void Tick(Connection connection, long now)
    {
        try
        {
            connection.Tick(now);
        }
        catch (ObjectDisposedException)
        {
            // The call ended during this tick.
        }
    }

    static int UntilDue(long due)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        return left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalMilliseconds) : 0;
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
    }
}
