using Shop.Charts;
using Shop.Pilot.Health;
using Shop.Pilot.Reports;

namespace Shop.Web.Languages;

/// <summary>The texts of the pages with charts: the statistics of the shop and the state of its pilot.</summary>
abstract class InsightTexts
{
    static readonly InsightTexts[] All = [new RussianInsightTexts(), new EnglishInsightTexts()];

    public static InsightTexts Of(IServiceProvider services) =>
        Array.Find(All, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }
    public abstract string Period { get; }
    public abstract string DownloadCsv { get; }

    public abstract string Routes { get; }
    public abstract string Report { get; }
    public abstract string Reports { get; }
    public abstract string ReportsHint { get; }
    public abstract string Files { get; }
    public abstract string NotedRequests { get; }
    public abstract string NotedHint { get; }
    public abstract string AllNoted { get; }
    public abstract string SlowOnes { get; }
    public abstract string ChattyOnes { get; }
    public abstract string ResponseTime { get; }
    public abstract string StatementTime { get; }

    public abstract string Health { get; }
    public abstract string NoChecks { get; }
    public abstract string Results { get; }
    public abstract string BadOnes { get; }
    public abstract string Since { get; }
    public abstract string CheckedAt { get; }
    public abstract string Seen { get; }
    public abstract string Passed { get; }
    public abstract string Maintenance { get; }
    public abstract string MaintenanceHint { get; }
    public abstract string NoMaintenance { get; }
    public abstract string Reason { get; }
    public abstract string StartsAt { get; }
    public abstract string EndsAt { get; }
    public abstract string Planned { get; }
    public abstract string Running { get; }
    public abstract string Over { get; }
    public abstract string Announce { get; }
    public abstract string AnnounceTitle { get; }
    public abstract string StartHint { get; }
    public abstract string Minutes { get; }
    public abstract string MinutesHint { get; }
    public abstract string EndNow { get; }
    public abstract string CallOff { get; }
    public abstract string Announced { get; }
    public abstract string Ended { get; }
    public abstract string NotAnnounced { get; }
    public abstract string NoSuchWindow { get; }

    public abstract string Analytics { get; }
    public abstract string AnalyticsHint { get; }
    public abstract string Visitors { get; }
    public abstract string PageViews { get; }
    public abstract string Searches { get; }
    public abstract string CartAdditions { get; }
    public abstract string Purchases { get; }
    public abstract string Revenue { get; }
    public abstract string Conversion { get; }
    public abstract string VisitsTitle { get; }
    public abstract string FunnelTitle { get; }
    public abstract string FunnelText { get; }
    public abstract string Step { get; }
    public abstract string RevenueTitle { get; }
    public abstract string SalesTitle { get; }
    public abstract string TopProducts { get; }
    public abstract string TopProductsText { get; }

    public abstract string CheckResult(CheckStatus status);
    public abstract string Between(string from, string to);
    public abstract string Sold(long count);
    public abstract string ByDay(string title);
    public abstract string Was(string value);
    public abstract string Updated(string date);
    protected abstract string PeriodName(DashboardPeriod period);

    public ChartTexts Charts => ChartTexts.Of(Code);
    public PilotTexts Pilot => PilotTexts.Of(Code);

    public IEnumerable<(string, string)> DashboardPeriods =>
        Enum.GetValues<DashboardPeriod>().Select(period => (period.Spelling(), PeriodName(period)));

    /// <summary>The value of the period before, and by how much it has changed.</summary>
    public string ChangeSince(double now, double before, ChartUnit unit)
    {
        var value = Was(Charts.Value(before, unit));
        if (before == 0 || now == before)
            return value;
        var change = (now - before) / before;
        return $"{value} ({(change < 0 ? "−" : "+")}{Charts.Share(Math.Abs(change))})";
    }
}
