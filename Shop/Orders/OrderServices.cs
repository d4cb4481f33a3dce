using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.Orders;

public static class OrderServices
{
    public static void AddOrders(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<OrderOptions>()
            .BindConfiguration(OrderOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<OrderStore>();
        services.AddSingleton<UnpaidOrders>();
        services.AddSingleton<OrderPlacement>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<PhoneOrderStore>();
    }
}
