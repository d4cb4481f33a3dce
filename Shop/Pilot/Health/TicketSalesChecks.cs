using System.Diagnostics;
using Shop.Tickets.Freshness;

namespace Shop.Pilot.Health;

/// <summary>
/// Whether ticket sales are fresh, a check per source. A shop that has never imported any has no such checks.
/// </summary>
public sealed class TicketSalesChecks(TicketFreshness freshness)
{
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var report = await freshness.ReadAsync(ct);
        var duration = (int)watch.ElapsedMilliseconds;
        return [.. report.Sources.Select(source => ResultOf(source, duration))];
    }

    // A warning is shown, but nobody is mailed about it.
    static CheckResult ResultOf(SourceFreshness source, int duration)
    {
        var isStale = source.Status == FreshnessStatus.Error;
        return new(
            $"ticket sales: {source.Source.Spelling()}",
            isStale ? CheckStatus.Fail : CheckStatus.Pass,
            duration,
            source.Status == FreshnessStatus.Ok ? "" : DetailOf(source),
            isStale ? "Read the last runs at /staff/tickets/runs, and the runbook in docs/tickets.md." : null,
            []);
    }

    static string DetailOf(SourceFreshness source) => source.At is { } at
        ? $"Brought up to date on {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC; it should be at most {LimitOf(source)} old."
        : "There is nothing yet.";

    static string LimitOf(SourceFreshness source)
    {
        var seconds = source.Status == FreshnessStatus.Error ? source.ErrorAfterSeconds : source.WarningAfterSeconds;
        return $"{TimeSpan.FromSeconds(seconds).TotalHours:0.#} h";
    }
}
