using Shop.Charts;

namespace Shop.Pilot.Reports;

/// <summary>A number of a period and its name, in the order in which reports and the dashboard show them.</summary>
public sealed record PilotTotalRow(
    string Key, string Name, ChartUnit Unit, Func<PilotTotals, double?> Of, Func<PilotLinks, string> Href);

public static class PilotTotalRows
{
    public static IReadOnlyList<PilotTotalRow> Of(PilotTexts texts) =>
    [
        new("errors", texts.NewErrors, ChartUnit.Count, totals => totals.Errors, links => links.AllErrors),
        new("occurrences", texts.Occurrences, ChartUnit.Count, totals => totals.Occurrences, links => links.AllErrors),
        new("resolved", texts.Resolved, ChartUnit.Count, totals => totals.Resolved,
            links => links.Resolved),
        new("requests", texts.Requests, ChartUnit.Count, totals => totals.Requests, links => links.Routes),
        new("error_rate", texts.ErrorRate, ChartUnit.Share, totals => totals.ErrorRate, links => links.Routes),
        new("p50", "p50", ChartUnit.Milliseconds, totals => totals.P50, links => links.Routes),
        new("p95", "p95", ChartUnit.Milliseconds, totals => totals.P95, links => links.Routes),
        new("p99", "p99", ChartUnit.Milliseconds, totals => totals.P99, links => links.Routes),
        new("slow_requests", texts.SlowRequests, ChartUnit.Count, totals => totals.SlowRequests, links => links.Routes),
        new("lost_measurements", texts.LostMeasurements, ChartUnit.Count, totals => totals.LostMeasurements,
            links => links.Routes),
        new("searches", texts.Searches, ChartUnit.Count, totals => totals.Searches, links => links.Funnel),
        new("added_to_cart", texts.AddedToCart, ChartUnit.Count, totals => totals.AddedToCart, links => links.Funnel),
        new("checkouts", texts.Checkouts, ChartUnit.Count, totals => totals.Checkouts, links => links.Funnel),
        new("orders", texts.Orders, ChartUnit.Count, totals => totals.Orders, links => links.Orders),
        new("payments", texts.Payments, ChartUnit.Count, totals => totals.Payments, links => links.Orders),
        new("messages", texts.Messages, ChartUnit.Count, totals => totals.Messages, links => links.Feedback),
        new("rating", texts.Rating, ChartUnit.Count, totals => totals.Rating, links => links.Feedback)
    ];
}
