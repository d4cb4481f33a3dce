using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

/// <summary>
/// The pages of the site behind the numbers of a time. The dashboard names its period, which goes on; a report has the
/// exact time. Reports that are read elsewhere have the site's address in front.
/// </summary>
public sealed class PilotLinks(
    DateTimeOffset from, DateTimeOffset to, string site = "", DashboardPeriod? period = null)
{
    readonly ExactTime _exact = new(from, to);

    public string Routes => $"{site}/staff/pilot/routes?{Time}";
    public string Funnel => $"{site}/staff/pilot?{Time}#funnel";
    public string Health => $"{site}/staff/pilot/health";
    public string Feedback => $"{site}/staff/feedback?{_exact.Query}";
    public string Orders => $"{site}/staff/orders?{_exact.Query}";
    public string AllErrors => Errors(null, null);
    public string Resolved => $"{site}/staff/errors?{_exact.QueryOf("resolved_")}";
    public string Unresolved => $"{site}/staff/errors?status=unresolved&severity=critical";

    string Time => period is { } named ? $"period={named.Spelling()}" : _exact.Query;

    public string Error(Guid id) => $"{site}/staff/errors/{id}";

    /// <summary>The errors that were new in this time, exactly.</summary>
    public string Errors(string? field, string? value) => field is null
        ? $"{site}/staff/errors?{_exact.Query}"
        : $"{site}/staff/errors?{field}={Uri.EscapeDataString(value!)}&{_exact.Query}";

    /// <summary>The results of a check in this time, or of all of them.</summary>
    public string Checks(string? name) => name is null
        ? $"{site}/staff/pilot/checks?{_exact.Query}"
        : $"{site}/staff/pilot/checks?name={Uri.EscapeDataString(name)}&{_exact.Query}";

    /// <summary>The routes, ordered by what the chart shows.</summary>
    public string RoutesBy(string order) => $"{Routes}&by={order}";

    /// <summary>The single slow and chatty requests of a route.</summary>
    public string Requests(RouteFigures route) => $"{site}{RequestsOf(Time, route)}";

    public static string RequestsOf(string time, RouteFigures route) =>
        $"/staff/pilot/requests?{time}&source={route.Source.Spelling()}&method="
        + $"{Uri.EscapeDataString(route.Method)}&route={Uri.EscapeDataString(route.Route)}";

    public string Of(Finding finding) => finding.Kind switch
    {
        FindingKind.UnresolvedCritical => Unresolved,
        FindingKind.ManyInCategory => Errors("category", finding.Subject),
        FindingKind.MoreErrors => AllErrors,
        FindingKind.ErrorRate or FindingKind.SlowRequests or FindingKind.LostMeasurements => Routes,
        FindingKind.LowRating => Feedback,
        FindingKind.FewerPurchases => Funnel,
        _ => Checks(finding.Subject)
    };
}
