using Shop.Messaging;
using Shop.Pilot.Alerts;
using Shop.Pilot.Errors;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

static class AlertWork
{
    public static void AddAlertWork(this IServiceCollection services)
    {
        services.AddOptions<AlertOptions>()
            .BindConfiguration(AlertOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<AlertMail>();
        services.AddSingleton<AlertTexts>();
        services.AddSingleton<AlertRounds>();
        services.AddMessageHandler<NoteErrorChange, ErrorChanged>();
        services.AddMessageHandler<SendAlertMail, AlertMailWritten>();
        services.AddScheduled<MailAlerts>();
    }
}
