using HdrHistogram;

namespace Shop.Load.Statistics;

/// <summary>What all workers of a run measured together.</summary>
sealed class Recordings
{
    readonly SortedDictionary<string, RunStatistics> _endpoints = new(StringComparer.Ordinal);
    readonly RunStatistics _total = new("", "Aggregated");
    readonly List<Step> _steps = [];
    readonly Dictionary<(string Method, string Name, string Error), int> _failures = [];

    public List<EndpointSummary> Endpoints => [.. _endpoints.Values.Select(endpoint => endpoint.Summary)];

    public EndpointSummary Total => _total.Summary;

    /// <summary>The failures of the whole run, most frequent first.</summary>
    public List<RequestFailure> Failures =>
    [
        .. _failures
            .Select(failure => new RequestFailure(
                failure.Key.Method, failure.Key.Name, failure.Key.Error, failure.Value))
            .OrderByDescending(failure => failure.Occurrences)
    ];

    public void Add(Recording recording)
    {
        foreach (var recorded in recording.Endpoints)
        {
            var key = $"{recorded.Name} {recorded.Method}";
            if (!_endpoints.TryGetValue(key, out var endpoint))
                _endpoints[key] = endpoint = new(recorded.Method, recorded.Name);
            endpoint.Add(recorded);
            _total.Add(recorded);
        }
        for (var index = 0; index < recording.Points.Count; index++)
        {
            if (index == _steps.Count)
                _steps.Add(new());
            _steps[index].Add(recording.Points[index]);
        }
        foreach (var failure in recording.Failures)
        {
            var key = (failure.Method, failure.Name, failure.Error);
            _failures[key] = _failures.GetValueOrDefault(key) + failure.Occurrences;
        }
    }

    /// <summary>The time line, whose steps took so many seconds each.</summary>
    public List<Point> Timeline(double step) =>
        [.. _steps.Select((point, index) => point.At(Math.Round((index + 1) * step, 1)))];

    sealed class Step
    {
        readonly LongHistogram _times = Times.New();
        int _users;
        long _failures;

        public void Add(RecordedPoint point)
        {
            _users += point.Users;
            _failures += point.Failures;
            _times.Add(point.Times);
        }

        public Point At(double seconds) =>
            new(seconds, _users, _times.TotalCount, _failures, _times.Milliseconds(50), _times.Milliseconds(95));
    }
}
