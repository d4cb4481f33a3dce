using System.Collections.Concurrent;
using System.Diagnostics;
using Shop.Calls;

namespace Shop.Load.Voice;

/// <summary>Lets all callers of this process send their audio, every 20 ms from one thread.</summary>
static class CallClock
{
    static readonly long Interval = Stopwatch.Frequency / AudioSocketFrame.PerSecond;
    static readonly ConcurrentDictionary<AsteriskCall, bool> Calls = new();
    static readonly ManualResetEvent Never = new(false);
    static readonly Lazy<Thread> Thread = new(Start);

    public static void Add(AsteriskCall call)
    {
        _ = Thread.Value;
        Calls.TryAdd(call, true);
    }

    public static void Remove(AsteriskCall call) => Calls.TryRemove(call, out _);

    static Thread Start()
    {
        var thread = new Thread(Run) { Name = "Call clock", IsBackground = true };
        thread.Start();
        return thread;
    }

    static void Run()
    {
        var due = Stopwatch.GetTimestamp();
        while (true)
        {
            foreach (var (call, _) in Calls)
                call.Tick();
            due += Interval;
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (left > TimeSpan.Zero)
                Never.WaitOne((int)Math.Ceiling(left.TotalMilliseconds));
        }
    }
}
