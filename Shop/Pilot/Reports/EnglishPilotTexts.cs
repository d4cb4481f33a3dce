namespace Shop.Pilot.Reports;

sealed class EnglishPilotTexts : PilotTexts
{
    public override string Code => "en";

    public override string Pilot => "Pilot";
    public override string Findings => "Needs attention";
    public override string NoFindings => "All figures are within their limits.";
    public override string ErrorsTitle => "Errors";
    public override string SpeedTitle => "Speed";
    public override string UsersTitle => "Users";
    public override string HealthTitle => "Checks from outside";
    public override string RecentTitle => "Recent errors";
    public override string NothingReported => "No errors were reported in this time.";

    public override string NewErrors => "New errors";
    public override string Resolved => "Resolved";
    public override string Occurrences => "Occurrences";
    public override string UnresolvedCritical => "Unresolved critical";
    public override string Requests => "Requests";
    public override string ErrorRate => "Server error rate";
    public override string SlowRequests => "Slow requests";
    public override string LostMeasurements => "Lost measurements";
    public override string Messages => "Feedback";
    public override string Rating => "Mean rating";

    public override string TrendTitle => "New errors by severity";
    public override string ByCategory => "By category";
    public override string BySeverity => "By severity";
    public override string ByStatus => "By status";
    public override string ByModule => "By module";
    public override string Percentiles => "Response time";
    public override string RequestsTitle => "Number of requests";
    public override string ErrorRateTitle => "Share of server errors and refusals";
    public override string Slowest => "Slowest routes (p95)";
    public override string Chattiest => "Most database statements per request";
    public override string Repeating => "Requests that repeat one statement";
    public override string FunnelTitle => "Steps to a purchase";
    public override string FunnelTrend => "Steps to a purchase by day";
    public override string Searches => "Searches";
    public override string AddedToCart => "Added to cart";
    public override string Checkouts => "Checkouts";
    public override string Orders => "Orders";
    public override string Payments => "Payments";

    public override string Name => "Figure";
    public override string Route => "Route";
    public override string Check => "Check";
    public override string AllChecks => "All checks";
    public override string StepTitle => "Step";
    public override string ErrorTitle => "Error";
    public override string Category => "Category";
    public override string Severity => "Severity";
    public override string Status => "Status";
    public override string ModuleTitle => "Module";
    public override string LastSeen => "Last seen";
    public override string Count => "Times";
    public override string Now => "Now";
    public override string BeforeThat => "Before";
    public override string Change => "Change";
    public override string Mean => "Mean";
    public override string Longest => "Longest";
    public override string Statements => "Statements";
    public override string MostStatements => "Most statements";
    public override string Repeated => "With repeats";
    public override string MostRepeats => "Most repeats";
    public override string Refused => "Refused (4xx)";
    public override string Failed => "Failed (5xx)";
    public override string Source => "Source";
    public override string Uptime => "Passed";

    public override string WholeReport => "The whole report, with charts over time";

    public override string ReportTitle(ReportKind kind) =>
        kind == ReportKind.Daily ? "Daily report on the pilot" : "Weekly report on the pilot";

    public override string MadeAt(string moment) => $"Made on {moment}, Moscow time.";

    public override string Limits(LimitOptions limits) =>
        $"Bad: more than {limits.UnresolvedCritical} critical errors are unresolved, more than " +
        $"{Share(limits.ErrorRate)} of the requests fail or p95 is longer than " +
        $"{Duration(limits.P95.TotalMilliseconds)} (with {Number(limits.LeastRequests)} requests or more), a check " +
        $"fails. Needs attention: a category has more than {limits.ErrorsInCategory} new errors or all have over " +
        $"{Number(limits.MoreErrors)} times as many as before, a check takes longer than " +
        $"{Duration(limits.CheckTime.TotalMilliseconds)}, the share of payments drops by more than " +
        $"{Share(limits.FewerPurchases)} (with {Number(limits.LeastActions)} products put into carts or more), the " +
        $"mean rating is below {Number(limits.Rating)} (with {limits.LeastRatings} messages or more), " +
        "measurements were lost.";

    public override string State(PilotState state) => state switch
    {
        PilotState.Good => "Good",
        PilotState.NeedsAttention => "Needs attention",
        PilotState.Bad => "Bad",
        _ => state.Spelling()
    };

    public override string StateSentence(PilotFigures figures) => figures.Findings.Count == 0
        ? "The pilot goes well: all figures are within their limits."
        : $"{(figures.State == PilotState.Bad ? "The pilot goes badly" : "The pilot needs attention")}. " +
            Sentence(figures.Findings[0]) +
            (figures.Findings.Count == 1 ? "" : $" Findings in all: {figures.Findings.Count}.");

    public override string Sentence(Finding finding) => finding.Kind switch
    {
        FindingKind.UnresolvedCritical =>
            $"Critical errors that nobody has resolved: {Number(finding.Value)} (limit {Number(finding.Limit)}).",
        FindingKind.ErrorRate =>
            $"The server error rate is {Share(finding.Value)} (limit {Share(finding.Limit)}).",
        FindingKind.SlowRequests =>
            $"The response time p95 is {Duration(finding.Value)} (limit {Duration(finding.Limit)}).",
        FindingKind.FailingCheck => $"The check \"{finding.Subject}\" fails.",
        FindingKind.SlowCheck =>
            $"The check \"{finding.Subject}\" takes {Duration(finding.Value)} on average (limit " +
            $"{Duration(finding.Limit)}).",
        FindingKind.ManyInCategory =>
            $"New errors in the category \"{CategoryName(finding.Subject!)}\": {Number(finding.Value)} (limit " +
            $"{Number(finding.Limit)}).",
        FindingKind.MoreErrors =>
            $"There are {Number(finding.Value)} new errors, many more than in the period before (limit " +
            $"{Number(finding.Limit)}).",
        FindingKind.FewerPurchases =>
            $"Payments per product put into a cart are down to {Share(finding.Value)} (limit {Share(finding.Limit)}).",
        FindingKind.LowRating =>
            $"The mean rating of the feedback is {Number(finding.Value)} (limit " +
            $"{Number(finding.Limit)}).",
        FindingKind.LostMeasurements =>
            $"Measurements of requests that were lost: {Number(finding.Value)} (limit 0).",
        _ => finding.Kind.Spelling()
    };

    public override string Advice(Finding finding) => finding.Kind switch
    {
        FindingKind.UnresolvedCritical => "Assign and resolve them before anything else.",
        FindingKind.ErrorRate => "Open the failing routes and their traces; compare with the last release.",
        FindingKind.SlowRequests => "Begin with the slowest routes and those that send the most statements.",
        FindingKind.FailingCheck => "Open the check: it says what it saw and what to do about it.",
        FindingKind.SlowCheck => "Compare its time with that of the route it calls: is it the shop or the network?",
        FindingKind.ManyInCategory => "Merge equal ones, find the common cause and file an issue for it.",
        FindingKind.MoreErrors => "See since which release and in which module there are more.",
        FindingKind.FewerPurchases => "Find the step at which users leave, take it yourself, check the payment.",
        FindingKind.LowRating => "Read the messages with a low rating and answer them.",
        FindingKind.LostMeasurements => "The database was away or too slow. The other numbers are a little too low.",
        _ => ""
    };

    public override string CategoryName(string name) => name == "ui" ? "user interface" : name;
    public override string SeverityName(string name) => name;
    public override string StatusName(string name) => name switch
    {
        "in_progress" => "in progress",
        "wont_fix" => "won't fix",
        _ => name
    };

    public override string ModuleName(string name) => name switch
    {
        "catalog" => "Catalog and search",
        "carts" => "Cart",
        "orders" => "Checkout and orders",
        "payments" => "Payment",
        "accounts" => "Sign-in and profile",
        "shipping" => "Delivery",
        "notifications" => "Mails and text messages",
        "staff" => "Staff pages",
        "inventory" => "Stock",
        "analytics" => "Statistics",
        "tickets" => "Tickets",
        "messaging" => "Messages",
        "tasks" => "Tasks",
        "pilot" => "Pilot",
        "none" => "no module",
        _ => name
    };

    public override string HealthName(HealthState state) => state switch
    {
        HealthState.Good => "passes",
        HealthState.Degraded => "passes sometimes",
        HealthState.Bad => "fails",
        HealthState.Maintenance => "maintenance",
        _ => state.Spelling()
    };
}
