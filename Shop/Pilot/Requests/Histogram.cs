namespace Shop.Pilot.Requests;

/// <summary>
/// Counts of durations in buckets whose limits grow by 2 %, so a percentile is at most 1 % off. Percentiles of several
/// hours cannot be averaged; histograms add up.
/// </summary>
public sealed class Histogram
{
    const double Growth = 1.02;

    static readonly double PerFactorOfE = 1 / Math.Log(Growth);
    static readonly int Buckets = BucketOf(uint.MaxValue) + 1;

    readonly long[] _counts = new long[Buckets];
    int _first = Buckets;
    int _last = -1;

    public long Count { get; private set; }

    public void Add(long microseconds) => Add(BucketOf(microseconds), 1);

    /// <summary>Adds what <see cref="ToBytes"/> returned.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (var bucket = 0; !bytes.IsEmpty;)
        {
            bucket += (int)ReadNumber(ref bytes);
            Add(bucket, ReadNumber(ref bytes));
        }
    }

    /// <summary>
    /// The duration in microseconds that this part of the requests did not exceed: 0.95 for p95. 0 without requests.
    /// </summary>
    public double Percentile(double part)
    {
        var left = Math.Max(1, (long)Math.Ceiling(part * Count));
        for (var bucket = _first; bucket <= _last; bucket++)
        {
            left -= _counts[bucket];
            // The point that is equally far, in percent, from both limits.
            if (left <= 0)
                return Math.Pow(Growth, bucket) * 2 * Growth / (1 + Growth);
        }
        return 0;
    }

    /// <summary>For each bucket that is not empty, its distance from the one before and its count.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        var before = 0;
        for (var bucket = _first; bucket <= _last; bucket++)
        {
            if (_counts[bucket] == 0)
                continue;
            WriteNumber(bytes, bucket - before);
            WriteNumber(bytes, _counts[bucket]);
            before = bucket;
        }
        return bytes.ToArray();
    }

    void Add(int bucket, long count)
    {
        _counts[bucket] += count;
        _first = Math.Min(_first, bucket);
        _last = Math.Max(_last, bucket);
        Count += count;
    }

    static int BucketOf(long microseconds) =>
        (int)(Math.Log(Math.Clamp(microseconds, 1, uint.MaxValue)) * PerFactorOfE);

    // Seven bits per byte, the lowest first; all but the last byte have the highest bit set.
    static void WriteNumber(MemoryStream bytes, long number)
    {
        for (; number > 0x7F; number >>= 7)
            bytes.WriteByte((byte)(number | 0x80));
        bytes.WriteByte((byte)number);
    }

    static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (long)(next & 0x7F) << shift;
            if (next <= 0x7F)
                return number;
        }
    }
}
