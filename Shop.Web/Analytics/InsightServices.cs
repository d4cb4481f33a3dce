using Shop.Web.Languages;
using Shop.Web.Pilot;

namespace Shop.Web.Analytics;

static class InsightServices
{
    public static void AddInsights(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<StatsApi>();
        builder.Services.AddScoped<PilotApi>();
        builder.Services.AddScoped(InsightTexts.Of);
    }

    public static void MapInsights(this IEndpointRouteBuilder routes)
    {
        StatsApi.Map(routes);
        PilotApi.Map(routes);
    }
}
