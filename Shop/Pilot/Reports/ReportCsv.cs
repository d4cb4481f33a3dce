namespace Shop.Pilot.Reports;

/// <summary>
/// The numbers of a report for a spreadsheet: the section, what is counted, the value and the value before.
/// </summary>
public static class ReportCsv
{
    public static byte[] Of(PilotReport report)
    {
        var figures = report.Figures;
        var csv = new Csv();
        csv.Add("section", "name", "value", "before");
        csv.Add("report", "kind", report.Kind.Spelling(), null);
        csv.Add("report", "first_day", report.FirstDay, null);
        csv.Add("report", "last_day", report.LastDay, null);
        csv.Add("report", "state", report.State.Spelling(), null);
        foreach (var row in PilotTotalRows.Of(PilotTexts.English))
            csv.Add("totals", row.Key, row.Of(figures.Now), row.Of(figures.Before));
        csv.Add("totals", "unresolved_critical", figures.UnresolvedCritical, null);
        foreach (var (section, counts) in new[]
        {
            ("category", figures.ByCategory),
            ("severity", figures.BySeverity),
            ("status", figures.ByStatus),
            ("module", figures.ByModule)
        })
            foreach (var count in counts)
                csv.Add(section, count.Name, count.Count, null);
        foreach (var route in figures.Slowest)
            csv.Add("slowest_p95_ms", PilotTexts.NameOf(route), route.Figures.P95, null);
        foreach (var route in figures.Chattiest)
            csv.Add("statements_per_request", PilotTexts.NameOf(route), route.Figures.Statements, null);
        foreach (var check in figures.Health)
            csv.Add("check_passed_share", check.Name, check.Share, null);
        foreach (var finding in figures.Findings)
            csv.Add("finding", PilotTexts.English.Sentence(finding), finding.Value, null);
        return csv.ToBytes();
    }
}
