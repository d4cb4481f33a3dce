using System.Text.RegularExpressions;
using AppHost.Servers;
using Shop.Tests.HouseRules;

namespace Shop.Tests.Monitoring;

/// <summary>The rules of ops/prometheus, without a running graph.</summary>
public partial class RuleTests
{
    static readonly string Rules = Sources.Text("ops/prometheus/shop.rules.yml");

    static IReadOnlyList<string> Alerts { get; } =
        [.. AlertName().Matches(Rules).Select(match => match.Groups[1].Value)];

    [Fact]
    public async Task Every_alert_fires_when_it_should_and_not_before()
    {
        var ct = TestContext.Current.CancellationToken;

        var (code, said) = await Programs.RunAsync("promtool", ct, "test", "rules", "shop.rules.test.yml");

        Assert.True(code == 0, said);
        var tested = TestedAlert().Matches(Sources.Text("ops/prometheus/shop.rules.test.yml"));
        Assert.Equal(Alerts.Order(), tested.Select(match => match.Groups[1].Value).Distinct().Order());
    }

    [Fact]
    public async Task The_configurations_are_valid()
    {
        var ct = TestContext.Current.CancellationToken;

        var (code, said) = await Programs.RunAsync("promtool", ct, "check", "config", "prometheus.yml");
        Assert.True(code == 0, said);
        Assert.Contains("1 rule files found", said, StringComparison.Ordinal);

        (code, said) = await Programs.RunAsync("amtool", ct, "check-config", "alertmanager.yml");
        Assert.True(code == 0, said);
    }

    [Fact]
    public void Every_alert_says_what_to_do()
    {
        var headings = Heading().Matches(Sources.Text("docs/metrics.md")).Select(match => match.Groups[1].Value);

        Assert.Equal(13, Alerts.Count);
        Assert.Empty(Alerts.Except(headings));
        Assert.Equal(
            Alerts.Select(alert => $"docs/metrics.md#{alert.ToLowerInvariant()}"),
            Runbook().Matches(Rules).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void A_rehearsal_shortens_every_duration_and_no_name()
    {
        const string Rule =
            """
            - record: errors:ratio_rate5m
              expr: rate(x{route="/5m"}[5m]) > 14.4 * 0.005
              for: 1h
            scrape_interval: 15s
            """;

        Assert.Equal(
            """
            - record: errors:ratio_rate5m
              expr: rate(x{route="/5m"}[6000ms]) > 14.4 * 0.005
              for: 72000ms
            scrape_interval: 300ms
            """,
            MonitoringFiles.Scale(Rule, 0.02));
        Assert.Same(Rule, MonitoringFiles.Scale(Rule, 1));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"alertname: (\w+)\n\s+exp_alerts")]
    private static partial Regex TestedAlert();

    [GeneratedRegex(@"runbook: (\S+)")]
    private static partial Regex Runbook();

    [GeneratedRegex(@"^### (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
