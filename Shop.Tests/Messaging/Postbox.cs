using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Catalog;
using Shop.Messaging;

namespace Shop.Tests.Messaging;

/// <summary>Whoever reads the dead letters reads all of them, so the tests that do share one reader.</summary>
[CollectionDefinition(nameof(Postbox))]
public sealed class OnePostbox : ICollectionFixture<Postbox>;

/// <summary>A hand on the broker itself: puts messages in as the relay does, and takes every dead letter of the consumer out.</summary>
public sealed class Postbox(ShopFixture shop) : IAsyncLifetime
{
    public const string Consumer = "notifications.send_watch_confirmation";

    readonly ConcurrentDictionary<string, (Dictionary<string, string> Headers, string Body)> _dead = new(StringComparer.Ordinal);
    IConnection _connection = null!;
    IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) }.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, letter) =>
        {
            var headers = letter.BasicProperties.Headers!.ToDictionary(header => header.Key, header => header.Value is byte[] text ? Encoding.UTF8.GetString(text) : $"{header.Value}");
            _dead[letter.BasicProperties.MessageId ?? headers["test-id"]] = (headers, Encoding.UTF8.GetString(letter.Body.Span));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(Topology.DeadLetters(Consumer), autoAck: true, consumer);
    }

    public static byte[] Watched(string email) => JsonSerializer.SerializeToUtf8Bytes(new ProductWatched(Guid.CreateVersion7(), "Термос", email), ProductWatched.Json);

    public async Task PublishAsync(string? id, byte[] body, string? traceParent, CancellationToken ct)
    {
        var properties = new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?> { ["test-id"] = id ?? Encoding.UTF8.GetString(body) } };
        if (id is not null)
            properties.MessageId = id;
        if (traceParent is not null)
            properties.Headers["traceparent"] = traceParent;
        await _channel.BasicPublishAsync(Topology.Exchange, ProductWatched.Topic, mandatory: true, properties, body, ct);
    }

    public async Task<(Dictionary<string, string> Headers, string Body)> DeadLetterAsync(string id)
    {
        await Eventually.BecomesTrueAsync(() => _dead.ContainsKey(id), TimeSpan.FromSeconds(20), $"a dead letter {id}");
        return _dead[id];
    }

    public bool IsDead(string id) => _dead.ContainsKey(id);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
