using HdrHistogram;

namespace Shop.Load.Statistics;

/// <summary>The requests of one name during the whole run, with response times to one hundredth.</summary>
sealed class RunStatistics(string method, string name)
{
    readonly LongHistogram _times = Times.New();
    // One for each part of the run: how much a percentile changes from part to part is its noise.
    readonly SortedDictionary<int, LongHistogram> _parts = [];
    long _requests, _failures, _bytes;

    /// <summary>Adds a request that ended in this part of the run.</summary>
    public void Add(TimeSpan took, long bytes, bool failed, int part)
    {
        _requests++;
        _bytes += bytes;
        if (failed)
            _failures++;
        _times.Add(took);
        if (!_parts.TryGetValue(part, out var times))
            _parts[part] = times = Times.New();
        times.Add(took);
    }

    public void Add(RunStatistics other)
    {
        _requests += other._requests;
        _failures += other._failures;
        _bytes += other._bytes;
        _times.Add(other._times);
        foreach (var (part, times) in other._parts)
        {
            if (!_parts.TryGetValue(part, out var own))
                _parts[part] = own = Times.New();
            own.Add(times);
        }
    }

    public void Add(RecordedEndpoint recorded)
    {
        _bytes += recorded.Bytes;
        _failures += recorded.Failures;
        foreach (var (part, pairs) in recorded.Parts)
        {
            if (!_parts.TryGetValue(part, out var own))
                _parts[part] = own = Times.New();
            var before = own.TotalCount;
            own.Add(pairs);
            _times.Add(pairs);
            _requests += own.TotalCount - before;
        }
    }

    public RecordedEndpoint Record() => new(
        method,
        name,
        _failures,
        _bytes,
        new(_parts.ToDictionary(part => part.Key, part => part.Value.Pairs())));

    public EndpointSummary Summary => new(
        method,
        name,
        _requests,
        _failures,
        _bytes,
        _requests == 0 ? 0 : Math.Round(_times.GetMean() / 1000, 3),
        _times.Milliseconds(50),
        _times.Milliseconds(95),
        _times.Milliseconds(99),
        _requests == 0 ? 0 : _times.GetMaxValue() / 1000.0)
    {
        Parts = [.. _parts.Values.Select(part => part.Milliseconds(95))],
        Distribution = Distribution()
    };

    // Powers of two: 1, 2, 4, ... ms.
    List<Bucket> Distribution()
    {
        var buckets = new List<Bucket>();
        var limit = 1L;
        var requests = 0L;
        foreach (var time in _times.RecordedValues())
        {
            while (time.ValueIteratedTo > limit * 1000)
            {
                buckets.Add(new(limit, requests));
                (limit, requests) = (limit * 2, 0);
            }
            requests += time.CountAddedInThisIterationStep;
        }
        if (requests > 0)
            buckets.Add(new(limit, requests));
        return buckets;
    }
}

/// <summary>Requests that took at most so many milliseconds, and more than those of the bucket before.</summary>
sealed record Bucket(long Milliseconds, long Requests);

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
    double Max)
{
    /// <summary>The p95 of each part of the run.</summary>
    public IReadOnlyList<double> Parts { get; init; } = [];

    public IReadOnlyList<Bucket> Distribution { get; init; } = [];

    public double ErrorRate => Requests == 0 ? 0 : (double)Failures / Requests;
}
