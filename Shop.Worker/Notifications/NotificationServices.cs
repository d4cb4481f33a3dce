using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Accounts;
using Shop.Catalog;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.SendGrid;
using Shop.Notifications.SmsRu;
using Shop.Notifications.Smtp;
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
        services.AddHttpClient<IEmailSender, SendGridSender>();
        services.AddOptions<SmsRuOptions>().BindConfiguration(SmsRuOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<ISmsSender, SmsRuSender>();

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
