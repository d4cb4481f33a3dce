using Shop.Messaging;

namespace Shop.Worker.Messaging;

static class MessagingWork
{
    public static void AddMessagingWork(this IServiceCollection services)
    {
        services.AddOutboxRelay();
        services.AddDeadLetters();
        services.AddMessageHandler<ReplayDeadLetters, ReplayRequested>();
    }
}
