using Shop.Charts;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Reports;

/// <summary>The charts of the dashboard and of the reports.</summary>
public sealed class PilotCharts(PilotFigures figures, PilotTexts texts, PilotLinks links)
{
    static readonly (string Severity, string Tone)[] Severities =
        [("critical", "c4"), ("high", "c2"), ("medium", "c1"), ("low", "c7")];

    static readonly HealthState[] WorstLast =
        [HealthState.Good, HealthState.Maintenance, HealthState.Degraded, HealthState.Bad];

    const int MaxChecks = 12;

    public IEnumerable<Chart> Errors =>
    [
        Trend,
        Bars("category", texts.ByCategory, texts.Category, figures.ByCategory, texts.CategoryName),
        Bars("severity", texts.BySeverity, texts.Severity, figures.BySeverity, texts.SeverityName),
        Bars("status", texts.ByStatus, texts.Status, figures.ByStatus, texts.StatusName),
        Bars("module", texts.ByModule, texts.ModuleTitle, figures.ByModule, texts.ModuleName)
    ];

    public IEnumerable<Chart> Speed =>
    [
        RequestLine("percentiles", texts.Percentiles, ChartUnit.Milliseconds, figures.Limits.P95.TotalMilliseconds,
            ("p50", requests => requests.P50), ("p95", requests => requests.P95), ("p99", requests => requests.P99)),
        RequestLine("error-rate", texts.ErrorRateTitle, ChartUnit.Share, figures.Limits.ErrorRate,
            (texts.Failed, requests => requests.ErrorRate),
            (texts.Refused, requests => requests.Count == 0 ? 0 : (double)requests.Refused / requests.Count)),
        RequestLine(
            "requests", texts.RequestsTitle, ChartUnit.Count, null, (texts.Requests, requests => requests.Count)),
        RouteBars("slowest", "p95", texts.Slowest, figures.Slowest, ChartUnit.Milliseconds, route => route.P95,
            figures.Limits.P95.TotalMilliseconds),
        RouteBars("chattiest", "statements", texts.Chattiest, figures.Chattiest, ChartUnit.Count,
            route => route.Statements, null),
        RouteBars("repeating", "repeated", texts.Repeating, figures.Repeating ?? [], ChartUnit.Count,
            route => route.Repeated, null)
    ];

    public IEnumerable<Chart> Users =>
    [
        new Funnel
        {
            Id = "funnel",
            Title = texts.FunnelTitle,
            Description = texts.FunnelTitle,
            NameTitle = texts.StepTitle,
            Bars = Funnel.StepsOf([.. Steps.Select(step => (step.Name, step.Of(figures.Now), step.Href))], texts.Charts)
        },
        new LineChart
        {
            Id = "funnel-days",
            Title = texts.FunnelTrend,
            Description = texts.FunnelTrend,
            Starts = [.. figures.Funnel.Select(day => new DateTimeOffset(day.Day.ToDateTime(default), TimeSpan.Zero))],
            Interval = TimeSpan.FromDays(1),
            Series =
            [
                Days(texts.AddedToCart, day => day.AddedToCart),
                Days(texts.Checkouts, day => day.Checkouts),
                Days(texts.Orders, day => day.Orders),
                Days(texts.Payments, day => day.Payments)
            ]
        }
    ];

    public StateTimeline Health => new()
    {
        Id = "health",
        Title = texts.HealthTitle,
        Description = texts.HealthTitle,
        NameTitle = texts.Check,
        From = figures.From,
        To = figures.To,
        Rows = figures.Health.Count == 0 ? [] : [AllChecks, .. Troubled.Take(MaxChecks).Select(RowOf)]
    };

    // What was bad at any time of any check.
    StateRow AllChecks => new(
        $"{texts.AllChecks} · {texts.Charts.Share(figures.Health.Average(check => check.Share ?? 1))}",
        [
            .. figures.Health
                .SelectMany(check => check.Spans)
                .Distinct()
                .OrderBy(span => Array.IndexOf(WorstLast, span.State))
                .Select(SpanOf)
        ],
        IsInTable: !Troubled.Any(),
        links.Checks(null));

    // What is down comes first. A shop has more checks than fit, and most of them are always good.
    IEnumerable<CheckHistory> Troubled => figures.Health
        .Where(check => check.IsDown || check.Spans.Exists(span => span.State != HealthState.Good))
        .OrderByDescending(check => check.IsDown)
        .ThenBy(check => check.Share ?? 1);

    StateRow RowOf(CheckHistory check) => new(
        check.Share is { } share ? $"{check.Name} · {texts.Charts.Share(share)}" : check.Name,
        [.. check.Spans.Select(SpanOf)],
        Href: links.Checks(check.Name));

    StateSpan SpanOf(CheckSpan span) => new(span.From, span.To, texts.HealthName(span.State), ToneOf(span.State));

    IEnumerable<(string Name, Func<PilotTotals, long> Of, string? Href)> Steps =>
    [
        (texts.Searches, totals => totals.Searches, null),
        (texts.AddedToCart, totals => totals.AddedToCart, null),
        (texts.Checkouts, totals => totals.Checkouts, null),
        (texts.Orders, totals => totals.Orders, links.Orders),
        (texts.Payments, totals => totals.Payments, links.Orders)
    ];

    StackedBars Trend
    {
        get
        {
            var interval = TimeSpan.FromMinutes(figures.TrendMinutes);
            var starts = StartsFrom(figures.From, interval);
            var counts = figures.Trend.ToLookup(count => (count.At, count.Severity), count => count.Count);
            return new()
            {
                Id = "trend",
                Title = texts.TrendTitle,
                Description = texts.TrendTitle,
                Starts = starts,
                Interval = interval,
                Series =
                [
                    .. from severity in Severities
                       select new Series(
                           texts.SeverityName(severity.Severity),
                           [.. starts.Select(at => (double?)counts[(at, severity.Severity)].Sum())],
                           severity.Tone)
                ]
            };
        }
    }

    BarList Bars(
        string field, string title, string nameTitle, List<NamedCount> counts, Func<string, string> nameOf) => new()
        {
            Id = field,
            Title = title,
            Description = title,
            NameTitle = nameTitle,
            Bars =
        [
            .. from count in counts
               select new Bar(
                   nameOf(count.Name),
                   count.Count,
                   links.Errors(field, count.Name),
                   field == "severity" ? Severities.FirstOrDefault(one => one.Severity == count.Name).Tone : null)
        ]
        };

    LineChart RequestLine(
        string id,
        string title,
        ChartUnit unit,
        double? limit,
        params (string Name, Func<RequestFigures, double> Of)[] lines)
    {
        var interval = TimeSpan.FromMinutes(figures.RequestMinutes);
        var starts = StartsFrom(figures.Requests.Count == 0 ? figures.From : figures.Requests[0].At, interval);
        var known = figures.Requests.ToDictionary(requests => requests.At, requests => requests.Figures);
        return new()
        {
            Id = id,
            Title = title,
            Description = title,
            Starts = starts,
            Interval = interval,
            Unit = unit,
            Limit = limit,
            Series =
            [
                .. from line in lines
                   select new Series(
                       line.Name,
                       [
                           .. starts.Select(at => known.TryGetValue(at, out var requests) ? line.Of(requests)
                               : unit == ChartUnit.Count ? 0.0 : (double?)null)
                       ])
            ]
        };
    }

    // A bar leads to the single requests that were noted, and without any to the list of routes in the same order.
    BarList RouteBars(
        string id,
        string order,
        string title,
        List<RouteFigures> routes,
        ChartUnit unit,
        Func<RequestFigures, double> of,
        double? limit) => new()
        {
            Id = id,
            Title = title,
            Description = title,
            NameTitle = texts.Route,
            Unit = unit,
            Bars =
        [
            .. from route in routes
               select new Bar(
                   PilotTexts.NameOf(route),
                   of(route.Figures),
                   route.Figures.Slow + route.Figures.Chatty > 0 ? links.Requests(route) : links.RoutesBy(order),
                   of(route.Figures) > limit ? "c4" : null,
                   $"{texts.Charts.Count(route.Figures.Count)}×")
        ]
        };

    Series Days(string name, Func<FunnelDay, long> of) =>
        new(name, [.. figures.Funnel.Select(day => (double?)of(day))]);

    List<DateTimeOffset> StartsFrom(DateTimeOffset first, TimeSpan interval)
    {
        var starts = new List<DateTimeOffset>();
        for (var at = first; at < figures.To; at += interval)
            starts.Add(at);
        return starts;
    }

    static string ToneOf(HealthState state) => state switch
    {
        HealthState.Good => "good",
        HealthState.Degraded => "warn",
        HealthState.Bad => "bad",
        _ => "off"
    };
}
