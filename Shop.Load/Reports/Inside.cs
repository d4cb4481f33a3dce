using Shop.LoadTests;

namespace Shop.Load.Reports;

/// <summary>What the shop itself measured during a run, if its database could be asked: where the time went.</summary>
sealed record Inside(
    IReadOnlyList<RouteTime> Routes,
    IReadOnlyList<BusyStatement> Statements,
    long LongestOutbox,
    IReadOnlyList<HostMemory> Hosts,
    IReadOnlyList<TableGrowth> Tables);

/// <summary>
/// What requests of a route cost in the host that answered them. Share is the part of the time of all requests of that
/// host. Times are in milliseconds.
/// </summary>
sealed record RouteTime(
    string Source, string Route, long Requests, double Mean, double P95, double Sql, double Statements, double Share);

/// <summary>The megabytes of a process after the warm-up, at the end, and at most.</summary>
sealed record HostMemory(string Host, double Warm, double Last, double Most)
{
    public double Growth => Warm == 0 ? 0 : Last / Warm - 1;
}

/// <summary>A table that has more rows than before the run, after its traces were removed.</summary>
sealed record TableGrowth(string Table, long Rows);
