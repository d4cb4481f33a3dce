using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog;
using Shop.Shipping.Boxberry;
using Shop.Shipping.Cdek;
using Shop.Shipping.RussianPost;

namespace Shop.Shipping;

public static class ShippingServices
{
    public static void AddShipping(this IServiceCollection services, IConfiguration configuration)
    {
        var accounts = new ProviderRegistration(services, configuration);
        if (accounts.Has<CdekOptions>(CdekCarrier.Provider))
        {
            services.AddSingleton<CdekLogin>();
            accounts.AddClient<ICarrier, CdekCarrier>(CdekCarrier.Provider);
        }
        if (accounts.Has<BoxberryOptions>(BoxberryCarrier.Provider))
            accounts.AddClient<ICarrier, BoxberryCarrier>(BoxberryCarrier.Provider);
        if (accounts.Has<RussianPostOptions>(RussianPostCarrier.Provider))
            accounts.AddClient<ICarrier, RussianPostCarrier>(RussianPostCarrier.Provider);
        services.AddOptions<ShippingOptions>()
            .BindConfiguration(ShippingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        accounts.Check<ShippingOptions>("carrier", _ => []);

        services.AddScoped<Carriers>();
        services.AddSingleton<ShippingTariff>();
        services.AddSingleton<Packing>();
        services.AddSingleton<ProductMeasures>();
        services.AddScoped<ShipmentStore>();
    }
}
