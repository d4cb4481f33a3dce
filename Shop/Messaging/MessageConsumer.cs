using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.Messaging;

/// <summary>
/// Feeds one queue to one handler. A message is acknowledged when its handler has committed, or when a copy of it is safe in a waiting room or among the
/// dead letters; a process that dies before that leaves it in the queue.
/// </summary>
sealed partial class MessageConsumer<THandler, TMessage>(
    Broker broker, NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider time, ILogger<MessageConsumer<THandler, TMessage>> logger)
    : Recurring(logger)
    where THandler : IMessageHandler<TMessage>
    where TMessage : IMessage<TMessage>
{
    const ushort Concurrency = 8;

    // Enough for a handler at work to finish; the whole host has a second.
    static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    protected override string Name => THandler.Consumer;

    protected override async Task RunAsync(CancellationToken ct)
    {
        await using var channel = await broker.OpenChannelAsync(Concurrency, ct);
        await channel.BasicQosAsync(0, Concurrency * 4, global: false, ct);

        using var abandon = new CancellationTokenSource();
        var inFlight = new InFlight();
        var closed = channel.EndOf();

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            using (inFlight.Enter())
                if (!ct.IsCancellationRequested)
                    await ReceiveAsync(channel, delivery, abandon.Token);
        };
        var tag = await channel.BasicConsumeAsync(THandler.Consumer, autoAck: false, consumer, ct);
        Works();
        try
        {
            await closed.Task.WaitAsync(ct);
        }
        finally
        {
            if (channel.IsOpen)
                await channel.BasicCancelAsync(tag, noWait: true, CancellationToken.None);
            await inFlight.EmptyAsync(Grace);
            await abandon.CancelAsync();
        }
    }

    async Task ReceiveAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken ct)
    {
        var properties = delivery.BasicProperties;
        var attempt = MessageHeaders.FailedAttempts(properties) + 1;
        _ = Guid.TryParse(properties.MessageId, out var id);
        using var span = MessagingSpans.Process(THandler.Consumer, TMessage.Topic, id, MessageHeaders.Text(properties, MessageHeaders.TraceParent));
        TMessage? message = default;
        try
        {
            message = JsonSerializer.Deserialize(delivery.Body.Span, TMessage.Json) ?? throw new JsonException("The message is null.");
            await HandleAsync(message, new(id, attempt, THandler.Consumer, database), ct);
        }
#pragma warning disable CA1031 // The failure travels on as the fate of the message.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Not acknowledged, it is delivered again, here or elsewhere.
            if (ct.IsCancellationRequested || !channel.IsOpen)
                return;
            span?.SetStatus(ActivityStatusCode.Error, e.Message).SetTag("error.type", e.GetType().FullName);
            // What we cannot read stays unreadable; what a handler could not read was somebody's answer, and the next one may be better.
            await SetAsideAsync(channel, delivery, attempt, e, isPermanent: message is null || e is ShopException { Permanent: true }, ct);
        }
        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
    }

    async Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct)
    {
        if (context.MessageId == default)
            throw new ShopException(ErrorCode.Invalid, "The message has no id.");
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, context, ct);
    }

    async Task SetAsideAsync(IChannel channel, BasicDeliverEventArgs delivery, int attempt, Exception e, bool isPermanent, CancellationToken ct)
    {
        var retry = isPermanent ? null : Topology.RetryExchange(attempt);
        var properties = MessageHeaders.AfterFailure(delivery.BasicProperties, attempt, $"{e.GetType().Name}: {e.Message}", time.GetUtcNow());
        if (retry is not null)
            await channel.BasicPublishAsync(retry, THandler.Consumer, mandatory: true, properties, delivery.Body, ct);
        else
            await channel.BasicPublishAsync("", Topology.DeadLetters(THandler.Consumer), mandatory: true, properties, delivery.Body, ct);
        LogSetAside(THandler.Consumer, delivery.BasicProperties.MessageId, attempt, retry ?? Topology.DeadLetters(THandler.Consumer), e.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Consumer} failed message {Id}, attempt {Attempt}, now in {Queue}: {Reason}")]
    partial void LogSetAside(string consumer, string? id, int attempt, string queue, string reason);
}
