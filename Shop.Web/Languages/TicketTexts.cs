using Shop.Tickets.Freshness;
using Shop.Tickets.Jobs;

namespace Shop.Web.Languages;

/// <summary>The texts of the pages about ticket sales.</summary>
abstract class TicketTexts
{
    static readonly TicketTexts[] All = [new RussianTicketTexts(), new EnglishTicketTexts()];

    public static TicketTexts Of(IServiceProvider services) =>
        Array.Find(All, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }
    public abstract string Tickets { get; }
    public abstract string Sections { get; }
    public abstract string Sales { get; }
    public abstract string PlanAndFact { get; }
    public abstract string Refunds { get; }
    public abstract string Advertising { get; }
    public abstract string Runs { get; }
    public abstract string RunList { get; }
    public abstract string SalesHint { get; }
    public abstract string NoSales { get; }
    public abstract string NeverImported { get; }
    public abstract string Sold { get; }
    public abstract string Revenue { get; }
    public abstract string Returned { get; }
    public abstract string Refunded { get; }
    public abstract string Net { get; }
    public abstract string Withheld { get; }
    public abstract string FreePlaces { get; }
    public abstract string RevenueByDay { get; }
    public abstract string TicketsByDay { get; }
    public abstract string RevenueByEvent { get; }
    public abstract string RefundsByDay { get; }
    public abstract string Event { get; }
    public abstract string AllEvents { get; }
    public abstract string Day { get; }
    public abstract string Month { get; }
    public abstract string EventNumber { get; }
    public abstract string PlannedTickets { get; }
    public abstract string PlannedRevenue { get; }
    public abstract string ShareOfPlan { get; }
    public abstract string PlanTitle { get; }
    public abstract string PlanHint { get; }
    public abstract string NoPlans { get; }
    public abstract string Earlier { get; }
    public abstract string Later { get; }
    public abstract string Save { get; }
    public abstract string SavePlan { get; }
    public abstract string SaveCost { get; }
    public abstract string Upload { get; }
    public abstract string UploadTitle { get; }
    public abstract string CsvFile { get; }
    public abstract string NoRefunds { get; }
    public abstract string RefundsHint { get; }
    public abstract string Source { get; }
    public abstract string Medium { get; }
    public abstract string Campaign { get; }
    public abstract string Cost { get; }
    public abstract string ReturnOnCost { get; }
    public abstract string AdvertisingTitle { get; }
    public abstract string AdvertisingHint { get; }
    public abstract string RevenueByUtm { get; }
    public abstract string NoAdvertising { get; }
    public abstract string Freshness { get; }
    public abstract string LastUpdate { get; }
    public abstract string LateAfter { get; }
    public abstract string StaleAfter { get; }
    public abstract string Never { get; }
    public abstract string Job { get; }
    public abstract string Started { get; }
    public abstract string Took { get; }
    public abstract string Rows { get; }
    public abstract string Log { get; }
    public abstract string RunNow { get; }
    public abstract string RunHint { get; }
    public abstract string RunAsked { get; }
    public abstract string NoRuns { get; }
    public abstract string NotSaved { get; }

    /// <summary>What somebody did, in the audit trail, or the kind of a task.</summary>
    public abstract string Action(string name);
    /// <summary>A figure of a run, such as <c>facts_ms</c>.</summary>
    public abstract string Metric(string name);
    public abstract string CheckResult(bool passed);
    public abstract string ByTickets(string share);
    public abstract string AsOf(string date);
    public abstract string CsvHint(string columns);
    public abstract string Saved(int rows);
    public abstract string DayOf(DateOnly day);
    public abstract string MonthOf(DateOnly month);
    public abstract string NameOf(TicketSource source);
    public abstract string NameOf(FreshnessStatus status);
    public abstract string NameOf(TicketJob job);
    public abstract string NameOf(JobStatus status);
    public abstract string WithoutName(long eventId);
}
