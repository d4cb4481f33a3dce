using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using Shop.Database;
using Shop.Tests.Browser;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot.Health;

public class ScenarioTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_ways_pass_in_a_browser_and_leave_no_account_behind()
    {
        var goods = await Goods.AddAsync(shop.Database, Ct, ($"Лампа {Guid.CreateVersion7():N}", 100m, 9));
        using var mail = shop.Graph.App.CreateHttpClient("mail", "http");
        var folder = Directory.CreateTempSubdirectory("scenarios").FullName;
        var domain = $"{Guid.CreateVersion7():N}.example";
        var atDomain = $"%@{domain}";
        try
        {
            var program = await ChecksProgram.RunAsync(
                Ct,
                "scenarios", $"{shop.Web.BaseAddress}",
                "--inbox", $"{mail.BaseAddress}",
                "--product", $"{goods.Ids[0]}",
                "--email", $"checks@{domain}",
                "--screenshots", folder,
                "--json", Path.Combine(folder, "report.json"));

            Require.Unless(program.ExitCode != 2, "Chromium", "`./dev test` installs it on Debian");
            Assert.True(program.ExitCode == 0, program.Output + program.Errors);
            Assert.Contains("4 scenarios in", program.Output, StringComparison.Ordinal);
            var report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "report.json"), Ct))!;
            var scenarios = report["scenarios"]!.AsArray();
            Assert.Equal(
                ["purchase", "registration", "search", "refund"],
                scenarios.Select(scenario => (string)scenario!["name"]!));
            var steps = scenarios.SelectMany(scenario => scenario!["steps"]!.AsArray()).ToList();
            Assert.All(steps, step =>
            {
                Assert.Equal("PASS", (string)step!["status"]!);
                Assert.True(new FileInfo(Path.Combine(folder, (string)step["screenshot"]!)).Length > 1000);
            });
            Assert.Contains(steps, step => (string)step!["name"]! == "confirm the address with the mailed link");
            Assert.Equal(
                (0L, 2L),
                (await shop.Database.ScalarAsync<long>(
                        $"select count(*) from accounts.users where email like {atDomain}", Ct),
                    await shop.Database.ScalarAsync<long>(
                        $"""
                        select count(*) from orders.orders o join orders.lines l on l.order_id = o.id
                        where l.product_id = {goods.Ids[0]} and o.status in ('cancelled', 'refunded')
                        """, Ct)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_shop_that_is_away_fails_each_scenario_at_its_first_step()
    {
        var program = await ChecksProgram.RunAsync(Ct, "scenarios", "http://127.0.0.1:1", "--timeout", "5");

        Require.Unless(program.ExitCode != 2, "Chromium", "`./dev test` installs it on Debian");
        Assert.Equal(1, program.ExitCode);
        Assert.Matches("FAIL +open the main page .*net::ERR_", program.Output);
        Assert.Contains("not all passed", program.Output, StringComparison.Ordinal);
    }
}
