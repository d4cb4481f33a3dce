using HdrHistogram;

namespace Shop.Load.Statistics;

/// <summary>All requests since the interval was last taken.</summary>
sealed class Interval
{
    readonly Lock _lock = new();
    readonly LongHistogram _times = Times.New();
    long _failures;

    public void Add(TimeSpan took, bool failed)
    {
        lock (_lock)
        {
            _times.Add(took);
            if (failed)
                _failures++;
        }
    }

    /// <summary>Returns what one worker has to say of a step of the time line, and begins the next one.</summary>
    public RecordedPoint Record(int users)
    {
        lock (_lock)
        {
            var point = new RecordedPoint(users, _failures, _times.Pairs());
            _times.Reset();
            _failures = 0;
            return point;
        }
    }

    /// <summary>Returns the point of a time line, and begins the next one.</summary>
    public Point Take(TimeSpan passed, int users)
    {
        lock (_lock)
        {
            var point = new Point(
                Math.Round(passed.TotalSeconds, 1),
                users,
                _times.TotalCount,
                _failures,
                _times.Milliseconds(50),
                _times.Milliseconds(95));
            _times.Reset();
            _failures = 0;
            return point;
        }
    }
}

/// <summary>A moment of a run, and what happened since the moment before. Times are in milliseconds.</summary>
sealed record Point(double Seconds, int Users, long Requests, long Failures, double P50, double P95);
