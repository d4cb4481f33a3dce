using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Payments.CloudPayments;
using Shop.Payments.Stripe;
using Shop.Payments.YooKassa;

namespace Shop.Payments;

public static class PaymentServices
{
    public static void AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        var accounts = new ProviderRegistration(services, configuration);
        if (accounts.Has<YooKassaOptions>(YooKassaGateway.Provider))
        {
            services.AddSingleton<YooKassaWebhook>();
            services.AddHttpClient<IPaymentGateway, YooKassaGateway>(YooKassaGateway.Provider)
                .AddHttpMessageHandler(() => new IncompleteResponseHandler());
        }
        if (accounts.Has<CloudPaymentsOptions>(CloudPaymentsGateway.Provider))
        {
            services.AddSingleton<CloudPaymentsWebhook>();
            services.AddHttpClient<IPaymentGateway, CloudPaymentsGateway>(CloudPaymentsGateway.Provider)
                .AddHttpMessageHandler(() => new IncompleteResponseHandler());
        }
        if (accounts.Has<StripeOptions>(StripeGateway.Provider))
        {
            services.AddSingleton<StripeWebhook>();
            services.AddHttpClient<IPaymentGateway, StripeGateway>(StripeGateway.Provider)
                .AddHttpMessageHandler(() => new IncompleteResponseHandler());
        }
        services.AddOptions<PaymentOptions>()
            .BindConfiguration(PaymentOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.ByCurrency.Values.All(names => names.Length > 0),
                "A currency of Payments:ByCurrency needs a provider.")
            .ValidateOnStart();
        accounts.Check<PaymentOptions>("payment provider", options => options.Named);

        services.AddOptions<ReceiptOptions>()
            .BindConfiguration(ReceiptOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddSingleton<ProviderAvailability>();
        services.AddScoped<PaymentGateways>();
        services.AddScoped<PaymentStore>();
        services.AddScoped<Refunds>();
        services.AddSingleton<Counter>();
        services.AddScoped<Receipts>();
        services.AddSingleton<OrderCancellation>();
        services.AddSingleton<PaymentQueries>();
    }
}
