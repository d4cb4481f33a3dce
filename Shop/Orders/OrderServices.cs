using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Payments;
using Shop.Shipping;
using Shop.Tasks;

namespace Shop.Orders;

public static class OrderServices
{
    /// <summary>Adds orders, their payments, shipping and tasks: the same in the API and in the worker.</summary>
    public static void AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OrderStore>();
        services.AddSingleton<TaskStore>();
        services.AddOptions<OrderOptions>()
            .BindConfiguration(OrderOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<OrderPlacement>();
        services.AddPayments(configuration);
        services.AddShipping(configuration);
    }
}
