using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
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
    public static void AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IEmailSender, SmtpSender>();
        services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<IEmailSender, SendGridSender>(SendGridSender.Provider);
        services.AddOptions<MailgunOptions>().BindConfiguration(MailgunOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<NotificationOptions>>(
                (mailgun, all) => !all.Value.Uses(MailgunSender.Provider) || mailgun is { Domain.Length: > 0, ApiKey.Length: > 0 },
                $"{MailgunOptions.Section}: Domain and ApiKey are missing, and the orders of mail providers name mailgun.")
            .ValidateOnStart();
        services.AddHttpClient<IEmailSender, MailgunSender>(MailgunSender.Provider);
        services.AddOptions<SmsRuOptions>().BindConfiguration(SmsRuOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<ISmsSender, SmsRuSender>(SmsRuSender.Provider);
        services.AddOptions<TwilioOptions>().BindConfiguration(TwilioOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<NotificationOptions>>(
                (twilio, all) => !all.Value.Uses(TwilioSender.Provider) || twilio is { AccountSid.Length: > 0, AuthToken.Length: > 0, From.Length: > 0 },
                $"{TwilioOptions.Section}: AccountSid, AuthToken or From is missing, and the orders of text message providers name twilio.")
            .ValidateOnStart();
        services.AddHttpClient<ISmsSender, TwilioSender>(TwilioSender.Provider);

        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<NotificationStore>();
        services.AddScoped<NotificationDelivery>();
        services.AddMessageHandler<SendWatchConfirmation, ProductWatched>();
        services.AddMessageHandler<SendEmailVerification, AccountRegistered>();
        services.AddMessageHandler<SendPasswordReset, PasswordResetRequested>();

        services.TryAddSingleton<OrderStore>();
        services.AddOptions<AccountOptions>().BindConfiguration(AccountOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AccountStore>();
        services.AddScoped<OrderNotifications>();
        services.AddMessageHandler<NotifyOfOrder<OrderPlaced>, OrderPlaced>();
        services.AddMessageHandler<NotifyOfOrder<OrderPaid>, OrderPaid>();
        services.AddMessageHandler<NotifyOfOrder<OrderShipped>, OrderShipped>();
        services.AddMessageHandler<NotifyOfOrder<OrderDelivered>, OrderDelivered>();
        services.AddMessageHandler<NotifyOfOrder<OrderCancelled>, OrderCancelled>();
        services.AddMessageHandler<NotifyOfOrder<OrderRefunded>, OrderRefunded>();
        services.AddScoped<ITaskRunner, SendOrderNotification>();
    }
}
