using System.Globalization;

namespace Buyers;

/// <summary>Durations of calls, refused ones included.</summary>
sealed class Calls(string name)
{
    readonly List<double> _milliseconds = [];
    readonly SortedDictionary<int, int> _refusals = [];
    int _givenUp;

    public void Add(TimeSpan took)
    {
        lock (_milliseconds)
            _milliseconds.Add(took.TotalMilliseconds);
    }

    public void Refused(int status)
    {
        lock (_milliseconds)
            _refusals[status] = _refusals.GetValueOrDefault(status) + 1;
    }

    public void GivenUp() => Interlocked.Increment(ref _givenUp);

    public override string ToString()
    {
        _milliseconds.Sort();
        var refusals = string.Join(' ', _refusals.Select(refusal => $"{refusal.Key}:{refusal.Value}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-14}{_milliseconds.Count,6}   " +
            $"p50 {Seconds(0.5):0.00} s   p95 {Seconds(0.95):0.00} s   p99 {Seconds(0.99):0.00} s   " +
            $"left to the worker {_givenUp}   refused {refusals}");
    }

    double Seconds(double quantile)
    {
        var count = _milliseconds.Count;
        return count == 0 ? 0 : _milliseconds[(int)Math.Min(count - 1, count * quantile)] / 1000;
    }
}
