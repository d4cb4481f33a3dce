using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.Messaging;

/// <summary>
/// Feeds one queue to one handler. A message is acknowledged after its handler has committed, or after a copy of it is
/// stored in a retry queue or among the dead letters. If the process dies before that, the message stays in the queue.
/// </summary>
sealed partial class MessageConsumer<THandler, TMessage>(
    Broker broker,
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<MessageConsumer<THandler, TMessage>> logger) : RestartingBackgroundService(logger)
    where THandler : IMessageHandler<TMessage>
    where TMessage : IMessage<TMessage>
{
    const ushort Concurrency = 8;

    // The broker has given the messages of a lost channel to other consumers already.
    static readonly TimeSpan LostChannelTimeout = TimeSpan.FromMilliseconds(500);

    // Enough for a running handler to finish. The whole host gets 1 or 30 seconds (AddServiceDefaults).
    readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(environment.IsDevelopment() ? 0.5 : 25);

    protected override string Name => THandler.Consumer;

    protected override async Task RunAsync(CancellationToken ct)
    {
        await using var channel = await broker.OpenChannelAsync(Concurrency, ct);
        await channel.BasicQosAsync(0, Concurrency * 4, global: false, ct);

        using var abandon = new CancellationTokenSource();
        var inFlight = new InFlight();
        var closed = channel.WhenClosed();

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            using (inFlight.Enter())
                if (!ct.IsCancellationRequested)
                    await ReceiveOrEndAsync(channel, delivery, closed, abandon.Token);
        };
        var tag = await channel.BasicConsumeAsync(THandler.Consumer, autoAck: false, consumer, ct);
        ReportRunning();
        try
        {
            await closed.Task.WaitAsync(ct);
        }
        finally
        {
            if (channel.IsOpen)
                await channel.BasicCancelAsync(tag, noWait: true, CancellationToken.None);
            await inFlight.EmptyAsync(ct.IsCancellationRequested ? _shutdownTimeout : LostChannelTimeout);
            await abandon.CancelAsync();
        }
    }

    async Task ReceiveOrEndAsync(
        IChannel channel, BasicDeliverEventArgs delivery, TaskCompletionSource closed, CancellationToken ct)
    {
        try
        {
            await ReceiveAsync(channel, delivery, ct);
        }
#pragma warning disable CA1031 // The failure ends this run. The next run receives the unacknowledged messages again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            closed.TrySetException(e);
        }
    }

    async Task ReceiveAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken ct)
    {
        var received = Stopwatch.GetTimestamp();
        var outcome = MessageOutcome.Handled;
        var properties = delivery.BasicProperties;
        var attempt = MessageHeaders.FailedAttempts(properties) + 1;
        _ = Guid.TryParse(properties.MessageId, out var id);
        var traceParent = MessageHeaders.Text(properties, MessageHeaders.TraceParent);
        using var span = MessagingSpans.Process(THandler.Consumer, TMessage.Topic, id, traceParent);
        TMessage? message = default;
        try
        {
            message = JsonSerializer.Deserialize(delivery.Body.Span, TMessage.Json)
                ?? throw new JsonException("The message is null.");
            await HandleAsync(message, new(id, attempt, THandler.Consumer, database), ct);
        }
#pragma warning disable CA1031 // Any failure decides whether the message is retried or becomes a dead letter.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The broker redelivers an unacknowledged message, to this process or another.
            if (ct.IsCancellationRequested || !channel.IsOpen)
                return;
            span?.SetStatus(ActivityStatusCode.Error, e.Message).SetTag("error.type", e.GetType().FullName);
            // A message that cannot be deserialized never can be. A JsonException from the handler itself may come from
            // a provider's response, and the next response may be better.
            var isPermanent = message is null || e is ShopException { Permanent: true };
            outcome = await RetryOrDeadLetterAsync(channel, delivery, attempt, e, isPermanent, ct);
        }
        MessageMetrics.Received(THandler.Consumer, outcome, received);
        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
    }

    async Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct)
    {
        if (context.MessageId == default)
            throw new ShopException(ErrorCode.Invalid, "The message has no id.");
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, context, ct);
        await context.RecordHandledAsync(ct);
    }

    async Task<MessageOutcome> RetryOrDeadLetterAsync(
        IChannel channel,
        BasicDeliverEventArgs delivery,
        int attempt,
        Exception e,
        bool isPermanent,
        CancellationToken ct)
    {
        var retry = isPermanent ? null : Topology.RetryExchange(attempt);
        var deadLetters = Topology.DeadLetters(THandler.Consumer);
        var reason = $"{e.GetType().Name}: {e.Message}";
        var properties = MessageHeaders.AfterFailure(delivery.BasicProperties, attempt, reason, time.GetUtcNow());
        if (retry is not null)
            await channel.BasicPublishAsync(retry, THandler.Consumer, mandatory: true, properties, delivery.Body, ct);
        else
        {
            await channel.BasicPublishAsync("", deadLetters, mandatory: true, properties, delivery.Body, ct);
            Failures.Report(new(THandler.Consumer, e, THandler.Consumer.Split('.')[0]));
        }
        LogFailed(THandler.Consumer, delivery.BasicProperties.MessageId, attempt, retry ?? deadLetters, e.Message);
        return retry is null ? MessageOutcome.DeadLettered : MessageOutcome.Retried;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Consumer} failed message {Id}, attempt {Attempt}, moved to {Queue}: {Reason}")]
    partial void LogFailed(string consumer, string? id, int attempt, string queue, string reason);
}
