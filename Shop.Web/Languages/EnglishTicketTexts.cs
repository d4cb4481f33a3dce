using System.Globalization;
using Shop.Tickets.Freshness;
using Shop.Tickets.Import;
using Shop.Tickets.Jobs;

namespace Shop.Web.Languages;

sealed class EnglishTicketTexts : TicketTexts
{
    public override string Code => "en";
    public override string Tickets => "Tickets";
    public override string Sections => "Pages about tickets";
    public override string Sales => "Sales";
    public override string PlanAndFact => "Plan and fact";
    public override string Refunds => "Refunds";
    public override string Advertising => "Advertising";
    public override string Runs => "Freshness and runs";
    public override string RunList => "Runs";
    public override string SalesHint =>
        "Tickets of paid orders at QTickets. Days are Moscow days. A returned ticket stays on the day of its sale, " +
        "and its refund is subtracted there.";
    public override string NoSales => "No tickets were sold in this time.";
    public override string NeverImported =>
        "Ticket sales have never been imported. Set the token of QTickets, Tickets:QTickets:Token, or start an import.";
    public override string Sold => "Tickets sold";
    public override string Revenue => "Revenue";
    public override string Returned => "Tickets returned";
    public override string Refunded => "Refunded";
    public override string Net => "After refunds";
    public override string Withheld => "Withheld";
    public override string FreePlaces => "Free places";
    public override string RevenueByDay => "Revenue by day";
    public override string TicketsByDay => "Tickets by day";
    public override string RevenueByEvent => "Revenue by event";
    public override string RefundsByDay => "Refunds by day";
    public override string Event => "Event";
    public override string AllEvents => "All events";
    public override string Day => "Day";
    public override string Month => "Month";
    public override string EventNumber => "Number of the event";
    public override string PlannedTickets => "Planned tickets";
    public override string PlannedRevenue => "Planned revenue, ₽";
    public override string ShareOfPlan => "Share of the plan";
    public override string PlanTitle => "Add or change a plan";
    public override string PlanHint =>
        "Sales without what was returned, beside the plan of the month. A plan of 0 tickets and 0 roubles is removed.";
    public override string NoPlans => "There are neither plans nor sales in this month.";
    public override string Earlier => "The month before";
    public override string Later => "The month after";
    public override string Save => "Save";
    public override string SavePlan => "Save the plan";
    public override string SaveCost => "Save the cost";
    public override string Upload => "Upload";
    public override string UploadTitle => "Upload a table";
    public override string CsvFile => "CSV file";
    public override string NoRefunds => "Nothing was refunded in this time.";
    public override string RefundsHint => "By the day when the money went back, whenever the ticket was sold.";
    public override string Source => "Source";
    public override string Medium => "Medium";
    public override string Campaign => "Campaign";
    public override string Cost => "Cost";
    public override string ReturnOnCost => "Return";
    public override string AdvertisingTitle => "Add or change a cost";
    public override string AdvertisingHint =>
        "What tickets with this UTM earned after refunds, and what advertising cost on the same days. The return is " +
        "(revenue − cost) ÷ cost. A cost of 0 is removed.";
    public override string RevenueByUtm => "Revenue by UTM, after refunds";
    public override string NoAdvertising => "There are neither costs nor sales with UTM in this time.";
    public override string Freshness => "Freshness";
    public override string LastUpdate => "Last update";
    public override string LateAfter => "Late after";
    public override string StaleAfter => "Stale after";
    public override string Never => "never";
    public override string Job => "Job";
    public override string Started => "Started";
    public override string Took => "Took";
    public override string Rows => "Rows";
    public override string Log => "Log";
    public override string RunNow => "Import now";
    public override string RunHint => "A worker also imports by itself, on schedule. The task is in the list of tasks.";
    public override string RunAsked => "An import was requested. Its runs will be here.";
    public override string NoRuns => "There were no runs yet.";
    public override string NotSaved => "Nothing was saved.";

    public override string Action(string name) => name switch
    {
        "tickets.import_requested" => "ticket import requested",
        "tickets.plans_changed" => "ticket plans changed",
        "tickets.advertising_changed" => "advertising costs changed",
        TicketImport.TaskKind => "ticket import",
        _ => name
    };

    public override string Metric(string name) => name switch
    {
        "answers" => "answers",
        "bytes" => "bytes",
        "seconds" => "time of the import",
        "read" => "read",
        "changed" => "changed",
        "rejected" => "not readable",
        "facts_ms" => "facts",
        "marts_ms" => "marts",
        "checks_ms" => "checks",
        _ => name
    };

    public override string CheckResult(bool passed) => passed ? "passed" : "failed";
    public override string ByTickets(string share) => $"{share} of the tickets";
    public override string AsOf(string date) => $"As of {date}.";
    public override string CsvHint(string columns) =>
        $"The first line names the columns: {columns}. Commas or semicolons separate them. If one line is wrong, " +
        "nothing is saved.";
    public override string Saved(int rows) => rows == 1 ? "1 row was saved." : $"{rows} rows were saved.";
    public override string DayOf(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
    public override string MonthOf(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
    public override string WithoutName(long eventId) => $"Event {eventId}";

    public override string NameOf(TicketSource source) => source switch
    {
        TicketSource.Events => "Events",
        TicketSource.Shows => "Shows",
        TicketSource.Orders => "Orders",
        TicketSource.Inventory => "Places",
        TicketSource.Marts => "Figures on these pages",
        TicketSource.Sales => "The last day with a sale",
        _ => "?"
    };

    public override string NameOf(FreshnessStatus status) => status switch
    {
        FreshnessStatus.Ok => "fresh",
        FreshnessStatus.Warning => "late",
        _ => "stale"
    };

    public override string NameOf(TicketJob job) => job switch
    {
        TicketJob.Import => "Import",
        TicketJob.Webhook => "Webhooks",
        TicketJob.Derive => "Figures",
        TicketJob.Check => "Checks",
        TicketJob.EndToEnd => "End to end",
        _ => "?"
    };

    public override string NameOf(JobStatus status) => status switch
    {
        JobStatus.Running => "running",
        JobStatus.Succeeded => "succeeded",
        JobStatus.Failed => "failed",
        JobStatus.Interrupted => "interrupted",
        _ => "?"
    };
}
