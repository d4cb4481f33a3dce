using Shop.Messaging;
using Shop.Tasks;

namespace Shop.Worker.Messaging;

static class MessagingWork
{
    public static void AddMessagingWork(this IServiceCollection services)
    {
        services.AddOutboxRelay();
        services.AddDeadLetters();
        services.AddMessageHandler<ReplayDeadLetters, ReplayRequested>();
        services.AddScheduled<PruneMessages>();
    }
}
