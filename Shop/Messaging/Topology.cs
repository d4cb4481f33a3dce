using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>
/// One topic exchange; per consumer a queue and a queue of dead letters; for all consumers together one waiting room per delay. A message waits in
/// <c>shop.retry.5s</c> under the name of its consumer's queue as routing key, and when its time is up the default exchange takes it back there.
/// </summary>
public static class Topology
{
    public const string Exchange = "shop";

    // Whatever failed during an outage of a minute is tried again within the minute after it.
    static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)
    ];

    /// <summary>The exchange to send a message to that has failed so often; null when that was enough.</summary>
    public static string? RetryExchange(int attempt) => attempt <= Delays.Length ? RetryName(Delays[attempt - 1]) : null;

    public static string DeadLetters(string queue) => $"{queue}.dead";

    public static async Task DeclareAsync(IChannel channel, IEnumerable<Subscription> subscriptions, CancellationToken ct)
    {
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: ct);
        foreach (var delay in Delays)
        {
            var name = RetryName(delay);
            await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            await QueueAsync(channel, name, new() { ["x-dead-letter-exchange"] = "", ["x-message-ttl"] = (long)delay.TotalMilliseconds }, ct);
            await channel.QueueBindAsync(name, name, "", cancellationToken: ct);
        }
        foreach (var (queue, topic) in subscriptions)
        {
            await QueueAsync(channel, DeadLetters(queue), [], ct);
            await QueueAsync(channel, queue, new()
            {
                // A message that takes the process down with it never reaches our own counting.
                ["x-delivery-limit"] = 20,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = DeadLetters(queue)
            }, ct);
            await channel.QueueBindAsync(queue, Exchange, topic, cancellationToken: ct);
        }
    }

    static async Task QueueAsync(IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        arguments["x-queue-type"] = "quorum";
        if (arguments.ContainsKey("x-dead-letter-exchange"))
        {
            // The broker then moves a message from queue to queue as carefully as it took it; this is the overflow policy it demands for that.
            arguments["x-dead-letter-strategy"] = "at-least-once";
            arguments["x-overflow"] = "reject-publish";
        }
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct);
    }

    static string RetryName(TimeSpan delay) => delay.TotalMinutes >= 1 ? $"shop.retry.{delay.TotalMinutes}m" : $"shop.retry.{delay.TotalSeconds}s";
}
