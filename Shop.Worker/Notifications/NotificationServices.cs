using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Accounts;
using Shop.Catalog;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Mailgun;
using Shop.Notifications.SendGrid;
using Shop.Notifications.SmsRu;
using Shop.Notifications.Smtp;
using Shop.Notifications.Twilio;
using Shop.Orders;
using Shop.Tasks;

namespace Shop.Worker.Notifications;

static class NotificationServices
{
    public static void AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        var mail = new ProviderRegistration(services, configuration);
        if (mail.Has<SmtpOptions>(SmtpSender.Provider))
            services.AddSingleton<IEmailSender, SmtpSender>();
        if (mail.Has<SendGridOptions>(SendGridSender.Provider))
            services.AddHttpClient<IEmailSender, SendGridSender>(SendGridSender.Provider);
        if (mail.Has<MailgunOptions>(MailgunSender.Provider))
            services.AddHttpClient<IEmailSender, MailgunSender>(MailgunSender.Provider);
        mail.Check<NotificationOptions>("provider of mail", options => options.NamedForEmail);
        var texts = new ProviderRegistration(services, configuration);
        if (texts.Has<SmsRuOptions>(SmsRuSender.Provider))
            services.AddHttpClient<ISmsSender, SmsRuSender>(SmsRuSender.Provider);
        if (texts.Has<TwilioOptions>(TwilioSender.Provider))
            services.AddHttpClient<ISmsSender, TwilioSender>(TwilioSender.Provider);
        texts.Check<NotificationOptions>(
            "provider of text messages", options => options.NamedForSms, isRequired: false);

        services.AddOptions<NotificationOptions>()
            .BindConfiguration(NotificationOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<NotificationStore>();
        services.AddScoped<NotificationDelivery>();
        services.AddMessageHandler<SendWatchConfirmation, ProductWatched>();
        services.AddMessageHandler<SendEmailVerification, AccountRegistered>();
        services.AddMessageHandler<SendPasswordReset, PasswordResetRequested>();

        services.TryAddSingleton<OrderStore>();
        services.AddOptions<AccountOptions>()
            .BindConfiguration(AccountOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<AccountStore>();
        services.AddScoped<OrderNotifications>();
        services.AddMessageHandler<NotifyOfOrder<OrderPlaced>, OrderPlaced>();
        services.AddMessageHandler<NotifyOfOrder<OrderReserved>, OrderReserved>();
        services.AddMessageHandler<NotifyOfOrder<OrderReady>, OrderReady>();
        services.AddMessageHandler<NotifyOfOrder<OrderHandedOver>, OrderHandedOver>();
        services.AddMessageHandler<NotifyOfOrder<OrderPaid>, OrderPaid>();
        services.AddMessageHandler<NotifyOfOrder<OrderShipped>, OrderShipped>();
        services.AddMessageHandler<NotifyOfOrder<OrderDelivered>, OrderDelivered>();
        services.AddMessageHandler<NotifyOfOrder<OrderCancelled>, OrderCancelled>();
        services.AddMessageHandler<NotifyOfOrder<OrderRefunded>, OrderRefunded>();
        services.AddScoped<ITaskRunner, SendOrderNotification>();
    }
}
