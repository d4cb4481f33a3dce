using Shop.Staff;

namespace Shop.Api.Staff;

static class StaffServices
{
    public static void AddStaff(this IServiceCollection services)
    {
        services.AddSingleton<Overviews>();
        services.AddSingleton<OrderTimeline>();
        services.AddSingleton<AuditTrail>();
    }
}
