namespace Shop.Api.Pilot;

/// <summary>The parts of the pilot's operation.</summary>
static class PilotServices
{
    public static void AddPilot(this IServiceCollection services)
    {
        services.AddFeedback();
        services.AddErrors();
        services.AddHealth();
        services.AddSentry();
        services.AddRequestMonitoring();
        services.AddInsights();
    }

    public static void MapPilot(this IEndpointRouteBuilder routes)
    {
        routes.MapFeedback();
        routes.MapErrors();
        routes.MapHealth();
        routes.MapSentry();
        routes.MapSiteReports();
        routes.MapInsights();
    }
}
