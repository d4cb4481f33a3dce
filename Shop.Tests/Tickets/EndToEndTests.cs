using System.Text.Json.Nodes;
using Shop.Database;
using TicketSales;

namespace Shop.Tests.Tickets;

public class EndToEndTests(ShopFixture shop)
{
    [Fact]
    public async Task The_whole_way_of_ticket_sales_passes_each_step_and_criterion()
    {
        var ct = TestContext.Current.CancellationToken;
        var run = new EndToEnd(
            await shop.ConnectionStringAsync(ShopDatabase.Name),
            Repository.AssemblyOf("Shop.Worker"),
            Path.Combine(Repository.Root, "ops/systemd"));

        var report = await run.RunAsync(ct);

        Assert.True(report.Passed, report.Markdown());
        Assert.Equal(
            ["environment", "database", "load", "quality", "metadata", "monitoring", "automation", "smoke"],
            report.Steps.Select(step => step.Name));
        Assert.Equal(
            ["complete", "exact", "fresh", "repeatable", "resumable", "unique"],
            report.Criteria.Select(criterion => criterion.Name).Order(StringComparer.Ordinal));
        var folder = Directory.CreateTempSubdirectory("shop-e2e-").FullName;
        try
        {
            var path = await report.WriteAsync(folder, ct);
            Assert.Equal("PASS", (string)JsonNode.Parse(await File.ReadAllTextAsync($"{path}.json", ct))!["verdict"]!);
            Assert.StartsWith(
                "# Ticket sales end to end: PASS",
                await File.ReadAllTextAsync($"{path}.md", ct),
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_step_that_fails_makes_the_verdict()
    {
        var run = new EndToEnd(await shop.ConnectionStringAsync(ShopDatabase.Name), "nowhere.dll", "nowhere");

        var report = await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.False(report.Passed);
        Assert.Equal(("FAIL", "environment"), (report.Verdict, Assert.Single(report.Steps).Name));
        Assert.Contains("| environment | FAIL |", report.Markdown(), StringComparison.Ordinal);
    }
}
