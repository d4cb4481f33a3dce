using Shop.Pilot.Health;
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
    public override string NotedRequests => "Slow and chatty requests";
    public override string NotedHint =>
        "Single requests that took too long, executed too many SQL statements or one of them too often, newest first.";
    public override string AllNoted => "all";
    public override string SlowOnes => "slow";
    public override string ChattyOnes => "chatty";
    public override string ResponseTime => "Response time";
    public override string StatementTime => "Time of the statements";

    public override string Health => "Checks and maintenance";
    public override string Results => "Results of the checks";
    public override string BadOnes => "bad ones";
    public override string NoChecks => "There are no results yet: a worker checks the shop every few minutes.";
    public override string Since => "Since";
    public override string CheckedAt => "Checked";
    public override string Seen => "What it saw";
    public override string Passed => "Passed, 30 days";
    public override string Maintenance => "Maintenance";
    public override string MaintenanceHint =>
        "What fails during maintenance counts in no statistics, and nobody gets a mail about it.";
    public override string NoMaintenance => "There was none in the last 30 days, and none is planned.";
    public override string Reason => "Reason";
    public override string StartsAt => "Begins";
    public override string EndsAt => "Ends";
    public override string Planned => "planned";
    public override string Running => "now";
    public override string Over => "over";
    public override string Announce => "Announce";
    public override string AnnounceTitle => "Announce maintenance";
    public override string StartHint => "Moscow time. Leave it empty to begin now.";
    public override string Minutes => "Minutes";
    public override string MinutesHint => "At most seven days: 10080.";
    public override string EndNow => "End now";
    public override string CallOff => "Call off";
    public override string Announced => "The maintenance is announced.";
    public override string Ended => "The maintenance has ended or is called off.";
    public override string NotAnnounced =>
        "Not announced: it needs a reason, a length from 1 to 10080 minutes, and a beginning that is a time.";
    public override string NoSuchWindow => "This maintenance has ended already.";

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

    public override string CheckResult(CheckStatus status) => status switch
    {
        CheckStatus.Pass => "passed",
        CheckStatus.Fail => "failed",
        CheckStatus.Error => "no answer",
        _ => "does not apply"
    };

    public override string Between(string from, string to) => $"Between {from} and {to}.";
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
