using Shop.Pilot.Reports;

namespace Shop.Tests.Pilot;

public class FindingRulesTests
{
    static readonly PilotTotals Quiet = new(
        Errors: 0, Resolved: 0, Occurrences: 0, Messages: 0, Rating: null, Requests: 1000, FailedRequests: 50, P50: 40,
        P95: 3000, P99: 5000, SlowRequests: 0, LostMeasurements: 0, Searches: 500, AddedToCart: 100, Checkouts: 50,
        Orders: 40, Payments: 30);

    static readonly PilotFigures Figures = new(
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(7), PilotState.Good, [], Quiet, Quiet, 0,
        [new("ui", 10)], [], [], [], [], 60, [], 60, [], [], [], [],
        [new("main page", false, 1, 3000, [])], [], new());

    [Fact]
    public void Figures_at_their_limits_are_good()
    {
        Assert.Empty(FindingRules.Check(Figures));
        Assert.Equal(PilotState.Good, FindingRules.StateOf([]));
    }

    public static TheoryData<FindingKind, bool, Func<PilotFigures, PilotFigures>> Broken => new()
    {
        { FindingKind.UnresolvedCritical, true, figures => figures with { UnresolvedCritical = 1 } },
        { FindingKind.ErrorRate, true, figures => figures with { Now = Quiet with { FailedRequests = 51 } } },
        { FindingKind.SlowRequests, true, figures => figures with { Now = Quiet with { P95 = 3001 } } },
        { FindingKind.FailingCheck, true, figures => figures with { Health = [new("search", true, 0, 10, [])] } },
        { FindingKind.SlowCheck, false, figures => figures with { Health = [new("search", false, 1, 3001, [])] } },
        { FindingKind.ManyInCategory, false, figures => figures with { ByCategory = [new("data", 11)] } },
        { FindingKind.MoreErrors, false, figures => figures with
            { Now = Quiet with { Errors = 16 }, Before = Quiet with { Errors = 10 } } },
        { FindingKind.FewerPurchases, false, figures => figures with { Now = Quiet with { Payments = 20 } } },
        { FindingKind.LowRating, false, figures => figures with { Now = Quiet with { Messages = 3, Rating = 2.9 } } },
        { FindingKind.LostMeasurements, false, figures => figures with { Now = Quiet with { LostMeasurements = 1 } } }
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void A_figure_beyond_its_limit_is_found(
        FindingKind kind, bool isBad, Func<PilotFigures, PilotFigures> change)
    {
        var findings = FindingRules.Check(change(Figures));

        var finding = Assert.Single(findings);
        Assert.Equal((kind, isBad), (finding.Kind, finding.IsBad));
        Assert.Equal(isBad ? PilotState.Bad : PilotState.NeedsAttention, FindingRules.StateOf(findings));
        // Each language names the threshold and says what to do.
        foreach (var texts in new[] { PilotTexts.Russian, PilotTexts.English })
        {
            if (kind != FindingKind.FailingCheck)
                Assert.Matches("порог|limit", texts.Sentence(finding));
            Assert.DoesNotContain(kind.Spelling(), texts.Sentence(finding), StringComparison.Ordinal);
            Assert.NotEmpty(texts.Advice(finding));
        }
    }

    [Fact]
    public void Shares_of_few_cases_say_nothing()
    {
        var few = Quiet with { Requests = 99, FailedRequests = 99, P95 = 60_000, AddedToCart = 49, Payments = 0 };

        Assert.Empty(FindingRules.Check(Figures with { Now = few }));
    }

    [Fact]
    public void A_report_is_due_when_its_period_has_ended_and_its_time_has_come_in_Moscow()
    {
        var options = new ReportOptions();
        // Friday, 07:59 in Moscow.
        var friday = new DateTimeOffset(2026, 11, 27, 4, 59, 0, TimeSpan.Zero);

        var (day, dayDue) = ReportPeriod.Last(ReportKind.Daily, friday, options);
        Assert.Equal((new DateOnly(2026, 11, 26), new DateOnly(2026, 11, 26)), (day.FirstDay, day.LastDay));
        Assert.Equal(friday.AddMinutes(1), dayDue);
        var (week, weekDue) = ReportPeriod.Last(ReportKind.Weekly, friday, options);
        Assert.Equal((new DateOnly(2026, 11, 16), new DateOnly(2026, 11, 22)), (week.FirstDay, week.LastDay));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero), weekDue);
        // The day begins at 21:00 UTC of the day before.
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 21, 0, 0, TimeSpan.Zero), day.From.ToUniversalTime());
        Assert.Equal(day, ReportPeriod.Last(ReportKind.Daily, friday.AddHours(16), options).Period);
        Assert.NotEqual(day, ReportPeriod.Last(ReportKind.Daily, friday.AddHours(17), options).Period);
    }
}
