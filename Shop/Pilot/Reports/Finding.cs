using System.Text.Json.Serialization;

namespace Shop.Pilot.Reports;

[JsonConverter(typeof(EnumNameConverter<PilotState>))]
public enum PilotState
{
    Good,
    NeedsAttention,
    Bad
}

[JsonConverter(typeof(EnumNameConverter<FindingKind>))]
public enum FindingKind
{
    UnresolvedCritical,
    ErrorRate,
    SlowRequests,
    FailingCheck,
    SlowCheck,
    ManyInCategory,
    MoreErrors,
    FewerPurchases,
    LowRating,
    LostMeasurements
}

/// <summary>A rule that the figures break. The subject is the category or the check that it is about.</summary>
public sealed record Finding(FindingKind Kind, bool IsBad, double Value, double Limit, string? Subject = null);

/// <summary>
/// The rules by which the pilot is good, needs attention or is bad. The thresholds are settings, and every finding
/// names its own. A rule about a share needs enough cases, because one failure of three requests says nothing.
/// </summary>
public static class FindingRules
{
    public static List<Finding> Check(PilotFigures figures)
    {
        var (now, before, limits) = (figures.Now, figures.Before, figures.Limits);
        var findings = new List<Finding>();
        Add(figures.UnresolvedCritical > limits.UnresolvedCritical, FindingKind.UnresolvedCritical, isBad: true,
            figures.UnresolvedCritical, limits.UnresolvedCritical);
        if (now.Requests >= limits.LeastRequests)
        {
            Add(now.ErrorRate > limits.ErrorRate, FindingKind.ErrorRate, isBad: true, now.ErrorRate, limits.ErrorRate);
            Add(now.P95 > limits.P95.TotalMilliseconds, FindingKind.SlowRequests, isBad: true,
                now.P95, limits.P95.TotalMilliseconds);
        }
        foreach (var check in figures.Health)
        {
            Add(check.IsDown, FindingKind.FailingCheck, isBad: true,
                0, 0, check.Name);
            Add(check.MeanMs > limits.CheckTime.TotalMilliseconds, FindingKind.SlowCheck, isBad: false,
                check.MeanMs, limits.CheckTime.TotalMilliseconds, check.Name);
        }
        foreach (var category in figures.ByCategory)
            Add(category.Count > limits.ErrorsInCategory, FindingKind.ManyInCategory, isBad: false,
                category.Count, limits.ErrorsInCategory, category.Name);
        Add(now.Errors > limits.ErrorsInCategory && now.Errors > before.Errors * limits.MoreErrors,
            FindingKind.MoreErrors, isBad: false, now.Errors, before.Errors * limits.MoreErrors);
        if (Paid(now) is { } paid && Paid(before) is { } paidBefore)
            Add(paid < paidBefore * (1 - limits.FewerPurchases), FindingKind.FewerPurchases, isBad: false,
                paid, paidBefore * (1 - limits.FewerPurchases));
        Add(now.Messages >= limits.LeastRatings && now.Rating < limits.Rating, FindingKind.LowRating, isBad: false,
            now.Rating ?? 0, limits.Rating);
        Add(now.LostMeasurements > 0, FindingKind.LostMeasurements, isBad: false, now.LostMeasurements, 0);
        return [.. findings.OrderByDescending(finding => finding.IsBad)];

        void Add(
            bool isBroken, FindingKind kind, bool isBad, double value, double limit, string? subject = null)
        {
            if (isBroken)
                findings.Add(new(kind, isBad, value, limit, subject));
        }

        double? Paid(PilotTotals totals) => totals.AddedToCart < limits.LeastActions
            ? null
            : (double)totals.Payments / totals.AddedToCart;
    }

    public static PilotState StateOf(List<Finding> findings) =>
        findings.Count == 0 ? PilotState.Good
        : findings.Exists(finding => finding.IsBad) ? PilotState.Bad
        : PilotState.NeedsAttention;
}
