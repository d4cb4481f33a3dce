using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>
/// One topic exchange, a queue and a dead letter queue per consumer, and one retry queue per delay that all consumers
/// share. A message waits in <c>shop.retry.5s</c> with its consumer's queue as routing key. When its TTL expires, the
/// default exchange routes it back to that queue.
/// </summary>
public static class Topology
{
    public const string Exchange = "shop";

    // A message that failed during an outage of a minute is retried within a minute after the outage.
    static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(20),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10)
    ];

    /// <summary>
    /// The retry exchange after this many failed attempts. Null when the message becomes a dead letter.
    /// </summary>
    public static string? RetryExchange(int attempt) =>
        attempt <= Delays.Length ? RetryName(Delays[attempt - 1]) : null;

    public static IEnumerable<string> RetryQueues => Delays.Select(RetryName);

    public static string DeadLetters(string queue) => $"{queue}.dead";

    public static async Task DeclareAsync(
        IChannel channel, IEnumerable<Subscription> subscriptions, CancellationToken ct)
    {
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: ct);
        foreach (var delay in Delays)
        {
            var name = RetryName(delay);
            await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            await DeclareQueueAsync(channel, name, new()
            {
                ["x-dead-letter-exchange"] = "",
                ["x-message-ttl"] = (long)delay.TotalMilliseconds
            }, ct);
            await channel.QueueBindAsync(name, name, "", cancellationToken: ct);
        }
        foreach (var (queue, topic) in subscriptions)
        {
            await DeclareQueueAsync(channel, DeadLetters(queue), [], ct);
            await DeclareQueueAsync(channel, queue, new()
            {
                // A message that crashes the process never reaches our own failure count.
                ["x-delivery-limit"] = 20,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = DeadLetters(queue)
            }, ct);
            await channel.QueueBindAsync(queue, Exchange, topic, cancellationToken: ct);
        }
    }

    static async Task DeclareQueueAsync(
        IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        arguments["x-queue-type"] = "quorum";
        if (arguments.ContainsKey("x-dead-letter-exchange"))
        {
            // The broker then confirms the transfer between queues. It requires this overflow policy for that.
            arguments["x-dead-letter-strategy"] = "at-least-once";
            arguments["x-overflow"] = "reject-publish";
        }
        await channel.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct);
    }

    static string RetryName(TimeSpan delay) =>
        delay.TotalMinutes >= 1 ? $"shop.retry.{delay.TotalMinutes}m" : $"shop.retry.{delay.TotalSeconds}s";
}
