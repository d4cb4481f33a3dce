using ServiceDefaults;
using Shop.Api.Http;
using Shop.Pilot.Requests;

namespace Shop.Api.Pilot;

static class RequestMonitoring
{
    public static void AddRequestMonitoring(this IServiceCollection services)
    {
        services.AddPilotMonitoring();
        services.AddSingleton<RequestWarnings>();
        services.AddSingleton<RequestWriter>();
        services.AddSingleton<RequestStore>();
        services.AddHostedService<WriteRequests>();
    }

    public static void UseRequestMonitoring(this WebApplication app) =>
        app.UsePilotMonitoring(RequestSource.Api, http => http.Features.Get<CurrentUser>()?.Id);
}
