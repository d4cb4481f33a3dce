namespace ServiceDefaults;

/// <summary>
/// Says what is requested often enough to be cached: more than eight times in half a second. Everybody else gets an
/// answer that is read for them, so a quiet shop shows each change at once.
/// </summary>
public sealed class CacheAdmission(TimeProvider time)
{
    const int Threshold = 8;
    // High enough to stay admitted in the next window.
    const int Most = 2 * Threshold + 2;
    static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    // Keys share counters by their hash, so memory is bounded. A collision only admits a key too early.
    readonly int[] _counts = new int[4096];
    long _windowStart = time.GetTimestamp();

    /// <summary>Counts one request for the key.</summary>
    public bool Admits(string key)
    {
        var now = time.GetTimestamp();
        var start = Volatile.Read(ref _windowStart);
        var elapsed = time.GetElapsedTime(start, now);
        if (elapsed > Window && Interlocked.CompareExchange(ref _windowStart, now, start) == start)
            Age(elapsed);
        ref var count = ref _counts[(uint)key.GetHashCode(StringComparison.Ordinal) % _counts.Length];
        // Two threads may lose a count. Then a key is admitted one request later.
        if (count < Most)
            count++;
        return count > Threshold;
    }

    void Age(TimeSpan elapsed)
    {
        if (elapsed > 2 * Window)
            Array.Clear(_counts);
        else
            foreach (ref var count in _counts.AsSpan())
                count /= 2;
    }
}
