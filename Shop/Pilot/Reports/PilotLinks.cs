namespace Shop.Pilot.Reports;

/// <summary>
/// The pages of the site behind the numbers of a period. Reports that are read elsewhere have the site's address in
/// front.
/// </summary>
public sealed class PilotLinks(DateTimeOffset from, DateTimeOffset to, string site = "")
{
    // Lists count days back from today (UTC), which is 1.
    readonly int _days = Math.Max(1, (int)Math.Ceiling((to - from).TotalDays));

    public string Dashboard => $"{site}/staff/pilot";
    public string Routes => $"{site}/staff/pilot/routes?period={Period}";
    public string Funnel => $"{Dashboard}?period={Period}#funnel";
    public string Health => $"{Dashboard}?period={Period}#health";
    public string Feedback => $"{site}/staff/feedback";
    public string Orders => $"{site}/staff/orders";
    public string AllErrors => Errors(null, null);
    public string Unresolved => $"{site}/staff/errors?status=unresolved&severity=critical";

    public string Error(Guid id) => $"{site}/staff/errors/{id}";

    public string Errors(string? field, string? value) => field is null
        ? $"{site}/staff/errors?days={_days}"
        : $"{site}/staff/errors?{field}={Uri.EscapeDataString(value!)}&days={_days}";

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

    string Period => _days <= 1 ? "24h" : _days <= 7 ? "7d" : "30d";
}
