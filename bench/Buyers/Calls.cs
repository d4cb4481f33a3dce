using System.Globalization;

namespace Buyers;

/// <summary>How long each call took, also one that was refused.</summary>
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
        double At(double part) => _milliseconds.Count == 0 ? 0 : _milliseconds[(int)Math.Min(_milliseconds.Count - 1, _milliseconds.Count * part)] / 1000;
        return string.Create(CultureInfo.InvariantCulture,
            $"{name,-14}{_milliseconds.Count,6}   p50 {At(0.5):0.00} s   p95 {At(0.95):0.00} s   p99 {At(0.99):0.00} s   left to the worker {_givenUp}   refused {string.Join(' ', _refusals.Select(r => $"{r.Key}:{r.Value}"))}");
    }
}
