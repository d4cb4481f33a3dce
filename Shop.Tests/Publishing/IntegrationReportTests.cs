using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Shop.Tests.Publishing;

public class IntegrationReportTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Results_are_split_by_category_and_data_flow(bool hasFailure, int code)
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("shop-report-").FullName;
        try
        {
            var junit = Path.Combine(folder, "report.xml");
            new XDocument(new XElement("testsuites", new XElement(
                "testsuite",
                Case("Accounts.RegistrationTests"),
                Case("Orders.CheckoutTests"),
                Case("Orders.PickupTests", hasFailure ? "failure" : "skipped"),
                Case("Tasks.ProcessOrderTests"),
                Case("Inventory.StockSyncTests"),
                Case("Analytics.TrackTests")))).Save(junit);

            var target = Path.Combine(folder, "split");
            var start = new ProcessStartInfo(
                "dotnet", ["exec", Repository.AssemblyOf("Rehearsal"), "integration-report", junit, target]);
            using var report = Process.Start(start)!;
            await report.WaitForExitAsync(ct);

            Assert.Equal(code, report.ExitCode);
            var all = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(target, "report.json"), ct))!;
            Assert.Equal(
                ["user registration", "product purchase", "order fulfilment", "inventory sync", "analytics"],
                all["flows"]!.AsArray().Select(flow => (string)flow!["name"]!));
            var orders = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(target, "Orders.json"), ct))!;
            Assert.Equal(hasFailure ? 50 : 100, (double)orders["success_rate"]!);
            Assert.Equal(
                2, XDocument.Load(Path.Combine(target, "Orders.xml")).Descendants("testcase").Count());
            Assert.Contains(
                hasFailure ? "| order fulfilment | 50.0 % |" : "| order fulfilment | 100.0 % |",
                await File.ReadAllTextAsync(Path.Combine(target, "summary.md"), ct),
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static XElement Case(string type, string? outcome = null) => new(
        "testcase",
        new XAttribute("name", $"Shop.Tests.{type}.It_works"),
        new XAttribute("classname", $"Shop.Tests.{type}"),
        new XAttribute("time", "0.5"),
        outcome is null ? null : new XElement(outcome));
}
