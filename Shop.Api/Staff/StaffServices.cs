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
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<PaymentDesk>();
        services.AddSingleton<ProductDesk>();
        services.AddSingleton<TaskDesk>();
    }
}
