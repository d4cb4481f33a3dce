using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Payments;
using Shop.Shipping;
using Shop.Tasks;

namespace Shop.Orders;

public static class OrderServices
{
    /// <summary>Orders, and what pays, ships and works for them: the same in the API and in a worker.</summary>
    public static void AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OrderStore>();
        services.AddSingleton<TaskStore>();
        services.AddOptions<OrderOptions>().BindConfiguration(OrderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OrderPlacement>();
        services.AddPayments(configuration);
        services.AddShipping(configuration);
    }
}
