using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.Messaging;

/// <summary>
/// Moves the dead letters of every consumer into a table, where they can be listed and replayed. Any number of
/// collectors may run.
/// </summary>
sealed class DeadLetterCollector(
    Broker broker,
    DeadLetters letters,
    IEnumerable<Subscription> subscriptions,
    TimeProvider time,
    ILogger<DeadLetterCollector> logger) : RestartingBackgroundService(logger)
{
    const ushort Prefetch = 50;

    protected override async Task RunAsync(CancellationToken ct)
    {
        await using var channel = await broker.OpenChannelAsync(1, ct);
        await channel.BasicQosAsync(0, Prefetch, global: false, ct);
        var ended = channel.WhenClosed();
        foreach (var subscription in subscriptions.DistinctBy(subscription => subscription.Consumer))
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, letter) =>
            {
                try
                {
                    await StoreAsync(subscription, letter, ct);
                    await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, ct);
                }
#pragma warning disable CA1031 // The failure ends this run. The next run receives the unacknowledged letters again.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    ended.TrySetException(e);
                }
            };
            await channel.BasicConsumeAsync(Topology.DeadLetters(subscription.Consumer), autoAck: false, consumer, ct);
        }
        ReportRunning();
        await ended.Task.WaitAsync(ct);
    }

    Task StoreAsync(Subscription subscription, BasicDeliverEventArgs delivery, CancellationToken ct)
    {
        var properties = delivery.BasicProperties;
        var headers = JsonSerializer.Serialize(
            MessageHeaders.All(properties), MessagingJson.Default.DictionaryStringString);
        var (firstFailedAt, lastFailedAt) = MessageHeaders.FailedBetween(properties, time.GetUtcNow());
        var letter = new DeadLetter(
            IdOf($"{subscription.Consumer}\n{properties.MessageId}\n{headers}\n", delivery.Body.Span),
            subscription.Consumer,
            Storable(properties.MessageId),
            Storable(properties.Type) is { Length: > 0 } type ? type : subscription.Topic,
            Storable(MessageHeaders.Reason(properties)),
            MessageHeaders.FailedAttempts(properties),
            firstFailedAt,
            lastFailedAt,
            RequestedAt: null,
            Payload: "");
        return letters.AddAsync(letter, headers, delivery.Body, ct);
    }

    static Guid IdOf(string envelope, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(envelope));
        hash.AppendData(body);
        return new(hash.GetHashAndReset().AsSpan(0, 16));
    }

    // PostgreSQL text cannot contain U+0000.
    static string? Storable(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);
}
