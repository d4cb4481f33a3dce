using Shop.Charts;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

/// <summary>The texts of the dashboard and of the reports in one language.</summary>
public abstract class PilotTexts
{
    public static readonly PilotTexts Russian = new RussianPilotTexts();
    public static readonly PilotTexts English = new EnglishPilotTexts();

    public static PilotTexts Of(string code) => code == English.Code ? English : Russian;

    public abstract string Code { get; }
    public ChartTexts Charts => ChartTexts.Of(Code);

    public abstract string Pilot { get; }
    public abstract string Findings { get; }
    public abstract string NoFindings { get; }
    public abstract string ErrorsTitle { get; }
    public abstract string SpeedTitle { get; }
    public abstract string UsersTitle { get; }
    public abstract string HealthTitle { get; }
    public abstract string RecentTitle { get; }
    public abstract string NothingReported { get; }

    public abstract string NewErrors { get; }
    public abstract string Resolved { get; }
    public abstract string Occurrences { get; }
    public abstract string UnresolvedCritical { get; }
    public abstract string Requests { get; }
    public abstract string ErrorRate { get; }
    public abstract string SlowRequests { get; }
    public abstract string LostMeasurements { get; }
    public abstract string Messages { get; }
    public abstract string Rating { get; }

    public abstract string TrendTitle { get; }
    public abstract string ByCategory { get; }
    public abstract string BySeverity { get; }
    public abstract string ByStatus { get; }
    public abstract string ByModule { get; }
    public abstract string Percentiles { get; }
    public abstract string RequestsTitle { get; }
    public abstract string ErrorRateTitle { get; }
    public abstract string Slowest { get; }
    public abstract string Chattiest { get; }
    public abstract string Repeating { get; }
    public abstract string FunnelTitle { get; }
    public abstract string FunnelTrend { get; }
    public abstract string Searches { get; }
    public abstract string AddedToCart { get; }
    public abstract string Checkouts { get; }
    public abstract string Orders { get; }
    public abstract string Payments { get; }

    public abstract string Name { get; }
    public abstract string Route { get; }
    public abstract string Check { get; }
    public abstract string AllChecks { get; }
    public abstract string StepTitle { get; }
    public abstract string ErrorTitle { get; }
    public abstract string Category { get; }
    public abstract string Severity { get; }
    public abstract string Status { get; }
    public abstract string ModuleTitle { get; }
    public abstract string LastSeen { get; }
    public abstract string Count { get; }
    public abstract string Now { get; }
    public abstract string BeforeThat { get; }
    public abstract string Change { get; }
    public abstract string Mean { get; }
    public abstract string Longest { get; }
    public abstract string Statements { get; }
    public abstract string MostStatements { get; }
    public abstract string Repeated { get; }
    public abstract string MostRepeats { get; }
    public abstract string Refused { get; }
    public abstract string Failed { get; }
    public abstract string Source { get; }
    public abstract string Uptime { get; }

    /// <summary>The link of a mail.</summary>
    public abstract string WholeReport { get; }

    public abstract string ReportTitle(ReportKind kind);
    public abstract string MadeAt(string moment);
    public abstract string Limits(LimitOptions limits);

    /// <summary>The state in a sentence.</summary>
    public abstract string State(PilotState state);
    public abstract string StateSentence(PilotFigures figures);

    /// <summary>What the rule found, with its threshold.</summary>
    public abstract string Sentence(Finding finding);

    /// <summary>What to do about it.</summary>
    public abstract string Advice(Finding finding);

    public abstract string CategoryName(string name);
    public abstract string SeverityName(string name);
    public abstract string StatusName(string name);

    /// <summary>A module of the shop. Hosts and clients may report others, which have no translation.</summary>
    public abstract string ModuleName(string name);
    public abstract string HealthName(HealthState state);

    protected string Number(double value) => Charts.Value(value, ChartUnit.Count);
    protected string Share(double share) => Charts.Share(share);
    protected string Duration(double milliseconds) => Charts.Duration(milliseconds);

    public string Text(double value, ChartUnit unit) => Charts.Value(value, unit);

    /// <summary>+12 %</summary>
    public string ChangeOf(double now, double before) => before == 0
        ? now == 0 ? "—" : "+"
        : $"{(now < before ? "−" : now > before ? "+" : "±")}{Charts.Share(Math.Abs(now - before) / before)}";

    /// <summary>GET /api/products/{id}</summary>
    public static string NameOf(RouteFigures route) => $"{route.Method} {route.Route}";
}
