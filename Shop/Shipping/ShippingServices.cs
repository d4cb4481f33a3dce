using Microsoft.Extensions.DependencyInjection;
using Shop.Shipping.Boxberry;
using Shop.Shipping.Cdek;
using Shop.Shipping.RussianPost;

namespace Shop.Shipping;

static class ShippingServices
{
    public static void AddShipping(this IServiceCollection services)
    {
        services.AddOptions<ShippingOptions>().BindConfiguration(ShippingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CdekOptions>().BindConfiguration(CdekOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CdekLogin>();
        services.AddHttpClient<ICarrier, CdekCarrier>(CdekCarrier.Provider);
        services.AddOptions<BoxberryOptions>().BindConfiguration(BoxberryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<ICarrier, BoxberryCarrier>(BoxberryCarrier.Provider);
        services.AddOptions<RussianPostOptions>().BindConfiguration(RussianPostOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<ICarrier, RussianPostCarrier>(RussianPostCarrier.Provider).AddHttpMessageHandler(() => new PutOnce());
        services.AddScoped<Carriers>();
        services.AddSingleton<ShippingTariff>();
        services.AddScoped<ShipmentStore>();
    }
}
