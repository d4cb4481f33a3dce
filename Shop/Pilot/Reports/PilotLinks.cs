using System.Globalization;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

/// <summary>
/// The pages of the site behind the numbers of a period. Reports that are read elsewhere have the site's address in
/// front.
/// </summary>
public sealed class PilotLinks(DateTimeOffset from, DateTimeOffset to, string site = "")
{
    readonly double _days = (to - from).TotalDays;

    public string Dashboard => $"{site}/staff/pilot";
    public string Routes => $"{site}/staff/pilot/routes?period={Period}";
    public string Funnel => $"{Dashboard}?period={Period}#funnel";
    public string Health => $"{site}/staff/pilot/health";
    public string Feedback => $"{site}/staff/feedback";
    public string Orders => $"{site}/staff/orders";
    public string AllErrors => Errors(null, null);
    public string Unresolved => $"{site}/staff/errors?status=unresolved&severity=critical";

    public string Error(Guid id) => $"{site}/staff/errors/{id}";

    /// <summary>The errors that were new in this time, exactly.</summary>
    public string Errors(string? field, string? value)
    {
        var time = $"from={Moment(from)}&to={Moment(to)}";
        return field is null
            ? $"{site}/staff/errors?{time}"
            : $"{site}/staff/errors?{field}={Uri.EscapeDataString(value!)}&{time}";
    }

    /// <summary>The routes, ordered by what the chart shows.</summary>
    public string RoutesBy(string order) => $"{Routes}&by={order}";

    /// <summary>The single slow and chatty requests of a route.</summary>
    public string Requests(RouteFigures route) => $"{site}{RequestsOf(Period, route)}";

    public static string RequestsOf(string period, RouteFigures route) =>
        $"/staff/pilot/requests?period={period}&source={route.Source.Spelling()}&method="
        + $"{Uri.EscapeDataString(route.Method)}&route={Uri.EscapeDataString(route.Route)}";

    public string Of(Finding finding) => finding.Kind switch
    {
        FindingKind.UnresolvedCritical => Unresolved,
        FindingKind.ManyInCategory => Errors("category", finding.Subject),
        FindingKind.MoreErrors => AllErrors,
        FindingKind.ErrorRate or FindingKind.SlowRequests or FindingKind.LostMeasurements => Routes,
        FindingKind.LowRating => Feedback,
        FindingKind.FewerPurchases => Funnel,
        _ => Health
    };

    static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    string Period => _days <= 1 ? "24h" : _days <= 7 ? "7d" : "30d";
}
