using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.Messaging;

public static class MessagingServices
{
    /// <summary>The broker connection, its health check and the dead letter store.</summary>
    public static IServiceCollection AddBroker(this IServiceCollection services)
    {
        services.AddSingleton<Broker>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<Answers>();
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

    /// <summary>Whether there is a worker, and how far messages have got, in the health and the metrics.</summary>
    public static IServiceCollection AddMessagingState(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<WorkerHealthCheck>("worker");
        return services.AddScrapedSource<OutboxMetrics>();
    }

    /// <summary>The host's metrics contain the numbers of this source.</summary>
    static IServiceCollection AddScrapedSource<TSource>(this IServiceCollection services)
        where TSource : class, IScrapedSource
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IScrapedSource, TSource>();
    }

    /// <summary>Makes the host a worker: it relays the outbox and sends heartbeats.</summary>
    public static IServiceCollection AddOutboxRelay(this IServiceCollection services) =>
        services.AddHostedService<OutboxRelay>().AddHostedService<Heartbeat>().AddScrapedSource<QueueMetrics>();

    /// <summary>Collects the dead letters of this host's consumers.</summary>
    public static IServiceCollection AddDeadLetters(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHostedService<DeadLetterCollector>();
    }
}
