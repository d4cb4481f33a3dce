namespace ServiceDefaults;

/// <summary>
/// Decides what is requested often enough to be cached: more than eight times in half a second. Other requests are not
/// cached, so a quiet shop shows each change at once.
/// </summary>
public sealed class CacheAdmission(TimeProvider time)
{
    static readonly long Window = TimeSpan.FromMilliseconds(500).Ticks;
    static readonly long Request = Window / 8;

    // Leaky buckets, stored as the times at which each is empty. Keys share them by hash, so memory is bounded.
    // A collision, or a request that two threads count as one, only moves the moment of admission.
    readonly long[] _emptyAt = new long[4096];

    /// <summary>Counts one request for the key.</summary>
    public bool Admits(string key)
    {
        var now = time.GetUtcNow().Ticks;
        ref var emptyAt = ref _emptyAt[(uint)key.GetHashCode(StringComparison.Ordinal) % _emptyAt.Length];
        emptyAt = Math.Min(Math.Max(emptyAt, now) + Request, now + 2 * Window);
        return emptyAt - now > Window;
    }
}
