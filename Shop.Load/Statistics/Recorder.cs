using System.Collections.Concurrent;

namespace Shop.Load.Statistics;

/// <summary>Why requests of one name failed, and how often.</summary>
readonly record struct RequestFailure(string Method, string Name, string Error, int Occurrences);

/// <summary>
/// Collects what happened to requests until somebody takes it: a report contains what is new since the last one. Totals
/// of the whole run stay.
/// </summary>
sealed class Recorder(TimeProvider time)
{
    /// <summary>The parts of a run whose percentiles are compared with each other.</summary>
    public const int Parts = 10;

    // A server that answers garbage must not fill the memory with different errors.
    const int MaxFailures = 500;

    readonly Dictionary<(string Method, string Name, string Error), int> _allFailures = [];
    readonly ConcurrentDictionary<(string Method, string Name), Endpoint> _endpoints = new();
    readonly Lock _failuresLock = new();
    Dictionary<(string Method, string Name, string Error), int> _failures = [];
    long _began = time.GetTimestamp();

    /// <summary>How long the run is meant to take; it decides how long its parts are.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The requests since the last point of the time line.</summary>
    public Interval Interval { get; } = new();

    /// <summary>The failures of the whole run, most frequent first.</summary>
    public List<RequestFailure> Failures
    {
        get
        {
            lock (_failuresLock)
                return [.. ListOf(_allFailures).OrderByDescending(failure => failure.Occurrences)];
        }
    }

    /// <summary>Records a request. The error is null if it succeeded.</summary>
    public void Add(string method, string name, TimeSpan took, long bytes, string? error)
    {
        Count(method, name, took, bytes, error);
        Interval.Add(took, error is not null);
    }

    /// <summary>
    /// Records a time that is no response time, such as that of a whole call. It counts as a request, but the time line
    /// of the run leaves it out.
    /// </summary>
    public void Note(string method, string name, TimeSpan took) => Count(method, name, took, 0, null);

    void Count(string method, string name, TimeSpan took, long bytes, string? error)
    {
        var endpoint = _endpoints.GetOrAdd(
            (method, name), static key => new(new(key.Method, key.Name), new(key.Method, key.Name)));
        lock (endpoint.Lock)
        {
            endpoint.New.Add(time.GetUtcNow(), took.TotalMilliseconds, bytes, error is not null);
            endpoint.Run.Add(took, bytes, error is not null, PartNow());
        }
        if (error is not null)
            AddFailure((method, name, error));
    }

    /// <summary>
    /// Passes what is new of each endpoint to <paramref name="write"/>, then the failures, and forgets it.
    /// </summary>
    public IReadOnlyCollection<RequestFailure> Take(Action<EndpointStatistics> write)
    {
        foreach (var endpoint in _endpoints.Values)
        {
            lock (endpoint.Lock)
            {
                if (endpoint.New.Requests == 0)
                    continue;
                write(endpoint.New);
                endpoint.New.Clear();
            }
        }
        lock (_failuresLock)
        {
            var failures = _failures;
            _failures = [];
            return [.. ListOf(failures)];
        }
    }

    /// <summary>All endpoints of the run so far, by name.</summary>
    public List<EndpointSummary> Summaries()
    {
        var summaries = new List<EndpointSummary>();
        foreach (var endpoint in _endpoints.Values)
        {
            lock (endpoint.Lock)
                summaries.Add(endpoint.Run.Summary);
        }
        return [.. summaries.OrderBy(summary => $"{summary.Name} {summary.Method}", StringComparer.Ordinal)];
    }

    /// <summary>All requests of the run so far, as if they had one name.</summary>
    public EndpointSummary Total()
    {
        var total = new RunStatistics("", "Aggregated");
        foreach (var endpoint in _endpoints.Values)
        {
            lock (endpoint.Lock)
                total.Add(endpoint.Run);
        }
        return total.Summary;
    }

    /// <summary>What was recorded in the run so far, in a form that can be added to that of other workers.</summary>
    public Recording Record(string run, IReadOnlyList<RecordedPoint> points)
    {
        var endpoints = new List<RecordedEndpoint>();
        foreach (var endpoint in _endpoints.Values)
        {
            lock (endpoint.Lock)
                endpoints.Add(endpoint.Run.Record());
        }
        return new(run, endpoints, points, Failures);
    }

    /// <summary>Forgets everything: a new test begins.</summary>
    public void Clear()
    {
        _began = time.GetTimestamp();
        _endpoints.Clear();
        Interval.Record(0);
        lock (_failuresLock)
        {
            _failures = [];
            _allFailures.Clear();
        }
    }

    static IEnumerable<RequestFailure> ListOf(Dictionary<(string Method, string Name, string Error), int> failures) =>
        failures.Select(failure =>
            new RequestFailure(failure.Key.Method, failure.Key.Name, failure.Key.Error, failure.Value));

    int PartNow() => (int)Math.Clamp(time.GetElapsedTime(_began) / Duration * Parts, 0, Parts - 1);

    void AddFailure((string, string, string) failure)
    {
        lock (_failuresLock)
        {
            Count(_failures, failure);
            Count(_allFailures, failure);
        }

        static void Count(Dictionary<(string, string, string), int> failures, (string, string, string) failure)
        {
            if (failures.Count < MaxFailures || failures.ContainsKey(failure))
                failures[failure] = failures.GetValueOrDefault(failure) + 1;
        }
    }

    sealed record Endpoint(EndpointStatistics New, RunStatistics Run)
    {
        public Lock Lock { get; } = new();
    }
}
