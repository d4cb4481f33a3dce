using System.Globalization;

namespace Shoppers;

/// <summary>Durations and failures of one kind of call.</summary>
sealed class Calls(string name, int budget)
{
    readonly List<double> _milliseconds = [];
    readonly SortedDictionary<string, int> _failures = [];

    /// <summary>Whether 95 of 100 calls were within the budget and none failed.</summary>
    public bool IsWithinBudget => _milliseconds.Count > 0 && _failures.Count == 0 && Quantile(0.95) <= budget;

    public void Add(TimeSpan took)
    {
        lock (_milliseconds)
            _milliseconds.Add(took.TotalMilliseconds);
    }

    public void Failed(string reason)
    {
        lock (_milliseconds)
            _failures[reason] = _failures.GetValueOrDefault(reason) + 1;
    }

    public override string ToString()
    {
        var failures = string.Concat(_failures.Select(failure => $"   {failure.Value} failed: {failure.Key}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-14}{_milliseconds.Count,6}   " +
            $"p50 {Quantile(0.5),6:0.0} ms   p95 {Quantile(0.95),6:0.0} ms (budget {budget}){failures}");
    }

    double Quantile(double quantile)
    {
        _milliseconds.Sort();
        var count = _milliseconds.Count;
        return count == 0 ? 0 : _milliseconds[(int)Math.Min(count - 1, count * quantile)];
    }
}
