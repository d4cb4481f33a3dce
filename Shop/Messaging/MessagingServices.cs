using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.Messaging;

public static class MessagingServices
{
    /// <summary>The connection and its health check, for every host that needs to know of the broker, and what could not be handled.</summary>
    public static IServiceCollection AddBroker(this IServiceCollection services)
    {
        services.AddSingleton<Broker>();
        services.AddSingleton<DeadLetters>();
        services.AddHealthChecks().AddCheck<Broker>("rabbitmq");
        return services;
    }

    public static IServiceCollection AddMessageHandler<THandler, TMessage>(this IServiceCollection services)
        where THandler : class, IMessageHandler<TMessage>
        where TMessage : IMessage<TMessage>
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new Subscription(THandler.Consumer, TMessage.Topic));
        services.AddScoped<THandler>();
        return services.AddHostedService<MessageConsumer<THandler, TMessage>>();
    }

    /// <summary>What makes a host a worker: it moves the outbox and says that it is alive.</summary>
    public static IServiceCollection AddOutboxRelay(this IServiceCollection services) =>
        services.AddHostedService<OutboxRelay>().AddHostedService<Heartbeat>();

    /// <summary>Keeps what this host's consumers could not handle.</summary>
    public static IServiceCollection AddDeadLetters(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHostedService<DeadLetterCollector>();
    }
}
