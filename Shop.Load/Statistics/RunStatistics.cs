using HdrHistogram;

namespace Shop.Load.Statistics;

/// <summary>The requests of one name during the whole run, with response times to one hundredth.</summary>
sealed class RunStatistics(string method, string name)
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // In microseconds.
    readonly LongHistogram _times = new((long)Longest.TotalMicroseconds, 2);

    long _requests, _failures, _bytes;

    public void Add(TimeSpan took, long bytes, bool failed)
    {
        _requests++;
        _bytes += bytes;
        if (failed)
            _failures++;
        _times.RecordValue((long)Math.Clamp(took.TotalMicroseconds, 1, Longest.TotalMicroseconds));
    }

    public void Add(RunStatistics other)
    {
        _requests += other._requests;
        _failures += other._failures;
        _bytes += other._bytes;
        _times.Add(other._times);
    }

    public EndpointSummary Summary => new(
        method,
        name,
        _requests,
        _failures,
        _bytes,
        _requests == 0 ? 0 : _times.GetMean() / 1000,
        Milliseconds(50),
        Milliseconds(95),
        Milliseconds(99),
        _requests == 0 ? 0 : _times.GetMaxValue() / 1000.0);

    double Milliseconds(double percentile) =>
        _requests == 0 ? 0 : _times.GetValueAtPercentile(percentile) / 1000.0;
}

/// <summary>The requests of one name. Times are in milliseconds.</summary>
sealed record EndpointSummary(
    string Method,
    string Name,
    long Requests,
    long Failures,
    long Bytes,
    double Mean,
    double P50,
    double P95,
    double P99,
    double Max);
