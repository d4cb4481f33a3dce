using Shop.Catalog;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.SendGrid;

namespace Shop.Worker.Notifications;

static class NotificationServices
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<SendGridSender>();
        services.AddSingleton<NotificationStore>();
        services.AddMessageHandler<SendWatchConfirmation, ProductWatched>();
    }
}
