namespace Shop.Load.Statistics;

/// <summary>
/// What happened to the requests of one name since the last report. A failed request counts as a request too, with its
/// response time, as in Locust.
/// </summary>
sealed class EndpointStatistics(string? method, string name)
{
    public string? Method => method;
    public string Name => name;
    public long Requests { get; private set; }
    public long Failures { get; private set; }
    public double TotalMilliseconds { get; private set; }
    public double? MinMilliseconds { get; private set; }
    public double MaxMilliseconds { get; private set; }
    public long Bytes { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? LastAt { get; private set; }
    public ResponseTimes Times { get; } = new();
    public SecondCounts RequestsPerSecond { get; } = new();
    public SecondCounts FailuresPerSecond { get; } = new();

    public void Add(DateTimeOffset at, double milliseconds, long bytes, bool failed)
    {
        if (Requests++ == 0)
            StartedAt = at;
        LastAt = at;
        TotalMilliseconds += milliseconds;
        MinMilliseconds = Math.Min(MinMilliseconds ?? double.MaxValue, milliseconds);
        MaxMilliseconds = Math.Max(MaxMilliseconds, milliseconds);
        Bytes += bytes;
        Times.Add(milliseconds);
        RequestsPerSecond.Add(at);
        if (!failed)
            return;
        Failures++;
        FailuresPerSecond.Add(at);
    }

    public void Add(EndpointStatistics other)
    {
        if (Requests == 0 || other.StartedAt < StartedAt)
            StartedAt = other.StartedAt;
        if (LastAt is null || other.LastAt > LastAt)
            LastAt = other.LastAt;
        Requests += other.Requests;
        Failures += other.Failures;
        TotalMilliseconds += other.TotalMilliseconds;
        MinMilliseconds = Math.Min(MinMilliseconds ?? double.MaxValue, other.MinMilliseconds ?? double.MaxValue);
        MaxMilliseconds = Math.Max(MaxMilliseconds, other.MaxMilliseconds);
        Bytes += other.Bytes;
        Times.Add(other.Times);
        RequestsPerSecond.Add(other.RequestsPerSecond);
        FailuresPerSecond.Add(other.FailuresPerSecond);
    }

    public void Clear()
    {
        (Requests, Failures, TotalMilliseconds, MinMilliseconds, MaxMilliseconds, Bytes) = (0, 0, 0, null, 0, 0);
        LastAt = null;
        Times.Clear();
        RequestsPerSecond.Clear();
        FailuresPerSecond.Clear();
    }
}
