using Microsoft.Extensions.DependencyInjection;
using Shop.Payments.CloudPayments;
using Shop.Payments.Stripe;
using Shop.Payments.YooKassa;

namespace Shop.Payments;

static class PaymentServices
{
    static readonly string[] Providers = [YooKassaGateway.Provider, CloudPaymentsGateway.Provider, StripeGateway.Provider];

    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations()
            .Validate(options => options.Named.All(name => Providers.Contains(name, StringComparer.OrdinalIgnoreCase)),
                $"Payments:Providers and Payments:ByCurrency may name {string.Join(", ", Providers)}.")
            .Validate(options => options.ByCurrency.Values.All(names => names.Length > 0), "A currency of Payments:ByCurrency needs a provider.")
            .ValidateOnStart();

        services.AddOptions<YooKassaOptions>().BindConfiguration(YooKassaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<YooKassaWebhook>();
        services.AddHttpClient<IPaymentGateway, YooKassaGateway>(YooKassaGateway.Provider);

        services.AddOptions<CloudPaymentsOptions>().BindConfiguration(CloudPaymentsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CloudPaymentsWebhook>();
        services.AddHttpClient<IPaymentGateway, CloudPaymentsGateway>(CloudPaymentsGateway.Provider);

        services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StripeWebhook>();
        services.AddHttpClient<IPaymentGateway, StripeGateway>(StripeGateway.Provider);

        services.AddSingleton<Outages>();
        services.AddScoped<PaymentGateways>();
        services.AddScoped<PaymentStore>();
        services.AddScoped<Refunds>();
        return services;
    }
}
