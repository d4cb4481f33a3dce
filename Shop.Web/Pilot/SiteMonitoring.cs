using System.Security.Claims;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Shop.Pilot.Requests;

namespace Shop.Web.Pilot;

static class SiteMonitoring
{
    public static void AddSiteMonitoring(this IServiceCollection services)
    {
        services.AddPilotMonitoring();
        services.AddSingleton<Visits>();
        services.AddHostedService<SendSiteReport>();
    }

    public static void UseSiteMonitoring(this WebApplication app)
    {
        app.UsePilotMonitoring(
            RequestSource.Site,
            http => Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var user) ? user : null);
        if (!app.Services.GetRequiredService<IOptions<RequestOptions>>().Value.Enabled)
            return;
        var visits = app.Services.GetRequiredService<Visits>();
        app.Use(async (http, next) =>
        {
            var page = http.GetEndpoint();
            await next(http);
            visits.AddPage(http, page);
        });
    }
}
