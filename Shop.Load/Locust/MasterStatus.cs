using System.Text.Json.Serialization;

namespace Shop.Load.Locust;

/// <summary>How a test goes, as a master's page shows it.</summary>
sealed record MasterStatus(
    string State,
    int UserCount,
    double TotalRps,
    [property: JsonPropertyName("current_response_time_percentile_95")] double? P95,
    IReadOnlyList<MasterStatus.Entry> Stats,
    IReadOnlyList<MasterStatus.Worker>? Workers)
{
    const string All = "Aggregated";

    public sealed record Entry(string Name, long NumRequests, long NumFailures);

    public sealed record Worker(string Id, string State);

    /// <summary>The workers that can be given users.</summary>
    public int Ready => Workers?.Count(worker => worker.State is "ready" or "spawning" or "running") ?? 0;

    public bool IsRunning => State is "spawning" or "running";

    public long Requests => Total?.NumRequests ?? 0;

    public long Failures => Total?.NumFailures ?? 0;

    Entry? Total => Stats.FirstOrDefault(entry => entry.Name == All);
}

/// <summary>A run as the master is told of it: the weights of the personas, and what its workers need.</summary>
sealed record RunRequest(IReadOnlyDictionary<string, int> Weights, Assignment Assignment);
