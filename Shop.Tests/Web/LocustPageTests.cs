using System.Net;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Shop.Accounts;
using Shop.Tests.Load;

namespace Shop.Tests.Web;

/// <summary>Locust's page at /locust/ of the site.</summary>
public class LocustPageTests(ShopFixture shop)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // RouteAccessTests has who may see it.
    [Fact]
    public async Task Staff_see_the_page_while_a_master_runs_and_how_to_start_one_otherwise()
    {
        LocustMaster.Require();
        var ct = TestContext.Current.CancellationToken;
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct, "en");
        var commands = shop.Graph.App.ResourceCommands;
        var locust = shop.Graph.App.Services.GetRequiredService<DistributedApplicationModel>().Resources
            .Single(resource => resource.Name == "locust");

        var away = await staff.VisitAsync("/locust", ct);
        Assert.Equal("/staff/load-tests", away.Path);
        Assert.True(away.Has("./dev load smoke"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await staff.VisitAsync("/locust/stats/requests", ct)).Status);

        Assert.True((await commands.ExecuteCommandAsync(locust, KnownResourceCommands.StartCommand, ct)).Success);
        var page = await Eventually.WaitUntilAsync(
            () => staff.VisitAsync("/locust", ct), page => page.Path == "/locust/", Patience, "Locust's page");
        Assert.True(page.Has("id=\"swarm_form\""));
        Assert.Equal(HttpStatusCode.OK, (await staff.VisitAsync("/locust/static/locust.js", ct)).Status);
        using var status = JsonDocument.Parse((await staff.VisitAsync("/locust/stats/requests", ct)).Html);
        Assert.Equal("ready", status.RootElement.GetProperty("state").GetString());
        var swarm = await staff.Browser.PostAsync("/locust/swarm", ct, ("user_count", "1"), ("spawn_rate", "1"));
        Assert.True(swarm.Has("Swarming started"));
        // What leads a run is not for browsers.
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.VisitAsync("/locust/shop/recordings", ct)).Status);
        await commands.ExecuteCommandAsync(locust, KnownResourceCommands.StopCommand, ct);
    }
}
