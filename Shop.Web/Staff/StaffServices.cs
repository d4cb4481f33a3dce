using Shop.Web.Languages;

namespace Shop.Web.Staff;

static class StaffServices
{
    public static void AddStaff(this WebApplicationBuilder builder)
    {
        var options = new StaffOptions();
        builder.Configuration.GetSection(StaffOptions.Section).Bind(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddScoped<StaffApi>();
        builder.Services.AddScoped(StaffTexts.Of);
        builder.Services.AddScoped(LoadTexts.Of);
        builder.Services.AddSingleton<LocustForwarder>();
    }
}
