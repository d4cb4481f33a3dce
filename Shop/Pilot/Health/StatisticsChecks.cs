using System.Text.Json;

namespace Shop.Pilot.Health;

/// <summary>The errors that people and programs reported, where the shop tells the numbers to everybody.</summary>
static class StatisticsChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("error rate", "Read the newest errors at /staff/errors: a release or a provider has made them frequent.",
            (probe, ct) => CheckAsync(probe, "total_errors", probe.Limits.ErrorsPerDay, "errors within a day", ct)),
        new("unresolved critical", "Assign the critical errors at /staff/errors, and resolve them first.",
            (probe, ct) => CheckAsync(
                probe, "unresolved_critical", probe.Limits.UnresolvedCritical, "unresolved critical errors", ct))
    ];

    static async Task CheckAsync(Probe probe, string field, int limit, string what, CancellationToken ct)
    {
        // Whether the endpoint exists is a question of the pilot API's check.
        var answer = await probe.SendAsync(
            "GET", "/api/feedback/errors/statistics?days=1", null, [200, 401, 403, 404], ct);
        if (answer.Status is 401 or 403 or 404)
            probe.NotApplicable = "The statistics are not public here (Pilot:PublicStatistics).";
        if (!answer.IsSuccess || probe.Json(answer) is not { } statistics)
            return;
        if (statistics.ValueKind != JsonValueKind.Object
            || !statistics.TryGetProperty(field, out var value)
            || value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var count))
        {
            probe.Fault($"{answer.Request} has no number {field}.");
        }
        else if (count > limit)
        {
            probe.Fault($"There are {count} {what}, more than {limit}.");
        }
    }
}
