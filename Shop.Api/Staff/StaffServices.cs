using Shop.Catalog;
using Shop.Orders;
using Shop.Payments;
using Shop.Staff;
using Shop.Tasks;

namespace Shop.Api.Staff;

static class StaffServices
{
    public static void AddStaff(this IServiceCollection services)
    {
        services.AddSingleton<Overviews>();
        services.AddSingleton<OrderTimeline>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<PaymentQueries>();
        services.AddSingleton<ProductQueries>();
        services.AddSingleton<TaskQueries>();
    }
}
