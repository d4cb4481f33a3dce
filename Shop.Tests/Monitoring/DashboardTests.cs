using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Tests.HouseRules;
using Shop.Tests.Orders;
using Shop.Tests.Voice;

namespace Shop.Tests.Monitoring;

/// <summary>What Grafana and the rules ask, asked of a Prometheus that collects from the running graph.</summary>
public partial class DashboardTests(StartedPrometheus prometheus) : IClassFixture<StartedPrometheus>
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    static IReadOnlyList<(string Dashboard, string Panel, string Expression)> Panels { get; } =
    [
        .. from file in Sources.Named(".json")
           where file.StartsWith("ops/grafana/", StringComparison.Ordinal)
           from panel in JsonNode.Parse(Sources.Text(file))!["panels"]!.AsArray()
           where (string)panel!["type"]! != "row"
           from target in panel["targets"]!.AsArray()
           select (file, (string)panel["title"]!, (string)target!["expr"]!)
    ];

    [Fact]
    public async Task Every_panel_and_every_rule_has_data()
    {
        prometheus.Require();
        var ct = TestContext.Current.CancellationToken;
        var shop = prometheus.Shop;
        var port = FreePort();
        await File.WriteAllTextAsync(
            Path.Combine(prometheus.Configuration, "load.targets.json"),
            $$$"""[{"targets": ["127.0.0.1:{{{port}}}"], "labels": {"job": "on-demand", "service": "load"}}]""",
            ct);
        var telephone = await StartedTelephone.OfAsync(shop);
        using var load = StartLoad(shop.Api.BaseAddress!, port, telephone.Socket.Authority);
        try
        {
            var purchase = await Purchase.PrepareAsync(shop, ct);
            await purchase.PayAsync(await purchase.PlaceAsync(ct), ct);
            (await shop.Web.GetAsync("/", ct)).EnsureSuccessStatusCode().Dispose();

            Assert.InRange(Panels.Count, 70, 120);
            foreach (var (dashboard, panel, expression) in Panels)
                await AskUntilThereIsDataAsync($"{dashboard}, {panel}", expression, ct);

            // A selector whose metric exists nowhere would never fire.
            var names = (await prometheus.GetAsync("/api/v1/label/__name__/values", ct)).AsArray()
                .Select(name => (string)name!)
                .ToHashSet();
            var used = MetricName().Matches(Sources.Text("ops/prometheus/shop.rules.yml"))
                .Select(match => match.Groups[1].Value)
                .ToHashSet();
            Assert.Contains("shop_outbox_age_seconds", used);
            Assert.Empty(used.Except(names));
        }
        finally
        {
            load.Kill();
        }
    }

    [Fact]
    public async Task Prometheus_finds_every_replica_and_loads_the_rules()
    {
        prometheus.Require();
        var ct = TestContext.Current.CancellationToken;

        var up = await Eventually.WaitUntilAsync(
            () => prometheus.AskAsync("""up{job="shop"} == 1""", ct),
            up => up.Count == 4,
            WaitLimit,
            "four targets");

        Assert.Equal(
            ["api", "web", "worker", "worker"],
            up.Select(one => (string)one.Labels["service"]!).Order(StringComparer.Ordinal));
        Assert.Equal(4, up.Select(one => (string)one.Labels["instance"]!).Distinct().Count());
        var groups = (await prometheus.GetAsync("/api/v1/rules", ct))["groups"]!.AsArray();
        Assert.DoesNotContain(
            groups.SelectMany(group => group!["rules"]!.AsArray()),
            rule => (string)rule!["health"]! == "err");
        var managers = (await prometheus.GetAsync("/api/v1/alertmanagers", ct))["activeAlertmanagers"]!.AsArray();
        Assert.Single(managers);
    }

    [Fact]
    public void Grafana_imports_the_dashboards()
    {
        var dashboards = Sources.Named(".json")
            .Where(file => file.StartsWith("ops/grafana/", StringComparison.Ordinal))
            .Select(file => JsonNode.Parse(Sources.Text(file))!)
            .ToList();

        Assert.Equal(4, dashboards.Select(dashboard => (string)dashboard["uid"]!).Distinct().Count());
        foreach (var dashboard in dashboards)
        {
            Assert.Equal(39, (int)dashboard["schemaVersion"]!);
            Assert.Contains(
                dashboard["templating"]!["list"]!.AsArray(),
                variable => (string)variable!["name"]! == "datasource" && (string)variable["query"]! == "prometheus");
            var panels = dashboard["panels"]!.AsArray();
            Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
            Assert.All(panels.Where(panel => (string)panel!["type"]! != "row"), panel =>
            {
                Assert.Equal("${datasource}", (string)panel!["datasource"]!["uid"]!);
                Assert.InRange((int)panel["gridPos"]!["x"]! + (int)panel["gridPos"]!["w"]!, 1, 24);
            });
        }
    }

    async Task AskUntilThereIsDataAsync(string panel, string expression, CancellationToken ct)
    {
        var asked = expression
            .Replace("$__rate_interval", "30s", StringComparison.Ordinal)
            .Replace("$service", ".*", StringComparison.Ordinal);
        await Eventually.WaitUntilAsync(
            () => prometheus.AskAsync(asked, ct), values => values.Count > 0, WaitLimit, $"data for {panel}: {asked}");
    }

    static Process StartLoad(Uri address, int port, string telephone) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            "exec", Repository.AssemblyOf("Shop.Load"), "--address", address.AbsoluteUri, "--voice", telephone,
            "--users", "5", "--spawn-rate", "5", "--seconds", "120", "--persona", "QuickBuyer=3", "AudioSocketUser=2",
            "--metrics-port", $"{port}"
        ])
    {
        RedirectStandardOutput = true
    })!;

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\b((?:http|shop|db|service|voice)_[a-z_0-9]+)(?=[{\[)])")]
    private static partial Regex MetricName();
}
