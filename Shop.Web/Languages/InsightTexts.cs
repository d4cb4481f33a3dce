using Shop.Charts;
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
