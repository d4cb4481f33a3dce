using Shop.LoadTests;

namespace Shop.Load.Reports;

/// <summary>What the shop itself measured during a run, if its database could be asked: where the time went.</summary>
sealed record Inside(
    IReadOnlyList<RouteTime> Routes,
    IReadOnlyList<BusyStatement> Statements,
    long LongestOutbox,
    IReadOnlyList<HostMemory> Hosts,
    IReadOnlyList<TableGrowth> Tables)
{
    /// <summary>How many seconds a message has waited in the outbox at most.</summary>
    public double OldestOutbox { get; init; }

    public IReadOnlyList<QueueDepth> Queues { get; init; } = [];
    public IReadOnlyList<ConsumerTime> Consumers { get; init; } = [];
}

/// <summary>
/// What requests of a route cost in the host that answered them. Share is the part of the time of all requests of that
/// host. Times are in milliseconds.
/// </summary>
sealed record RouteTime(
    string Source, string Route, long Requests, double Mean, double P95, double Sql, double Statements, double Share);

/// <summary>How many messages waited in a queue of the broker at most, and at the end.</summary>
sealed record QueueDepth(string Queue, long Most, long Last);

/// <summary>
/// What a consumer did with its messages: the mean time in milliseconds from receiving one to its end, how many of them
/// failed at an attempt, and the part of the time of all consumers.
/// </summary>
sealed record ConsumerTime(string Consumer, long Messages, long Failed, double Mean, double Share);

/// <summary>The megabytes of a process after the warm-up, at the end, and at most.</summary>
sealed record HostMemory(string Host, double Warm, double Last, double Most)
{
    public double Growth => Warm == 0 ? 0 : Last / Warm - 1;
}

/// <summary>A table that has more rows than before the run, after its traces were removed.</summary>
sealed record TableGrowth(string Table, long Rows);
