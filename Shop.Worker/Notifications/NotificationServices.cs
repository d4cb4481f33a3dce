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
            mail.AddClient<IEmailSender, SendGridSender>(SendGridSender.Provider);
        if (mail.Has<MailgunOptions>(MailgunSender.Provider))
            mail.AddClient<IEmailSender, MailgunSender>(MailgunSender.Provider);
        mail.Check<NotificationOptions>("provider of mail", options => options.NamedForEmail);
        var texts = new ProviderRegistration(services, configuration);
        if (texts.Has<SmsRuOptions>(SmsRuSender.Provider))
            texts.AddClient<ISmsSender, SmsRuSender>(SmsRuSender.Provider);
        if (texts.Has<TwilioOptions>(TwilioSender.Provider))
            texts.AddClient<ISmsSender, TwilioSender>(TwilioSender.Provider);
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
        services.AddScoped<AccountLink>();
        services.AddScoped<OrderNotifications>();
        services.AddMessageHandler<SendPhoneOrderLink, PhoneOrderMade>();
        services.AddMessageHandler<NotifyOfPlacement, OrderPlaced>();
        services.AddMessageHandler<NotifyOfReservation, OrderReserved>();
        services.AddMessageHandler<NotifyOfReadiness, OrderReady>();
        services.AddMessageHandler<NotifyOfHandOver, OrderHandedOver>();
        services.AddMessageHandler<NotifyOfPayment, OrderPaid>();
        services.AddMessageHandler<NotifyOfShipment, OrderShipped>();
        services.AddMessageHandler<NotifyOfDelivery, OrderDelivered>();
        services.AddMessageHandler<NotifyOfCancellation, OrderCancelled>();
        services.AddMessageHandler<NotifyOfRefund, OrderRefunded>();
        services.AddScoped<ITaskRunner, SendOrderNotification>();
    }
}
