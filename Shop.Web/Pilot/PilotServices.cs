using Shop.Web.Languages;

namespace Shop.Web.Pilot;

static class PilotServices
{
    public static void AddPilot(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<FeedbackApi>();
        builder.Services.AddErrorDoor();
        builder.Services.AddScoped<ErrorsApi>();
        builder.Services.AddScoped<ErrorTriage>();
        builder.Services.AddScoped(ErrorsTexts.Of);
        builder.Services.AddSiteMonitoring();
    }
}
