using Shop.Pilot.Reports;

namespace Shop.Web.Languages;

sealed class EnglishInsightTexts : InsightTexts
{
    public override string Code => "en";
    public override string Period => "Period";
    public override string DownloadCsv => "Download CSV";

    public override string Routes => "Routes";
    public override string Report => "Report";
    public override string Reports => "Reports on the pilot";
    public override string ReportsHint =>
        "They are made without being asked, for a day every morning and for a week on Mondays, and do not change.";
    public override string Files => "Files";

    public override string Analytics => "Analytics";
    public override string AnalyticsHint =>
        "Days are UTC days. Purchases and revenue count paid orders; conversion is purchases per visitor. " +
        "Numbers are compared with as many days before.";
    public override string Visitors => "Visitors";
    public override string PageViews => "Page views";
    public override string Searches => "Searches";
    public override string CartAdditions => "Added to cart";
    public override string Purchases => "Purchases";
    public override string Revenue => "Revenue";
    public override string Conversion => "Conversion";
    public override string VisitsTitle => "Visitors and page views";
    public override string FunnelTitle => "From visit to purchase";
    public override string FunnelText =>
        "How many visitors came, how often a product was put into a cart, how many orders were paid.";
    public override string Step => "Step";
    public override string RevenueTitle => "Revenue by day";
    public override string SalesTitle => "Carts and purchases";
    public override string TopProducts => "Products with the highest revenue";
    public override string TopProductsText => "Up to ten products: revenue and pieces sold.";

    public override string Sold(long count) => $"{Charts.Count(count)} sold";
    public override string ByDay(string title) => $"{title}: one point for each day of the period.";
    public override string Was(string value) => $"before: {value}";
    public override string Updated(string date) => $"Updated on {date}. The page updates itself.";

    protected override string PeriodName(DashboardPeriod period) => period switch
    {
        DashboardPeriod.Day => "24 hours",
        DashboardPeriod.Week => "7 days",
        _ => "30 days"
    };
}
