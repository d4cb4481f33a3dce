using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Shop.Catalog;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Tests.Messaging;

/// <summary>Tests of dead letters take turns, because one replays all of them.</summary>
[CollectionDefinition(nameof(BrokerFixture))]
public sealed class BrokerTests : ICollectionFixture<BrokerFixture>;

/// <summary>Publishes messages to the broker as the relay does, and reads the dead letters of the consumer.</summary>
public sealed class BrokerFixture(ShopFixture shop) : IAsyncLifetime
{
    public const string Consumer = "notifications.send_watch_confirmation";

    IConnection _connection = null!;
    IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) };
        _connection = await factory.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
    }

    public static byte[] Watched(string email) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ProductWatched(Guid.CreateVersion7(), "Термос", email), ProductWatched.Json);

    public async Task PublishAsync(string? id, byte[] body, string? traceParent, CancellationToken ct)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            Headers = new Dictionary<string, object?> { ["test-id"] = id ?? Encoding.UTF8.GetString(body) }
        };
        if (id is not null)
            properties.MessageId = id;
        if (traceParent is not null)
            properties.Headers["traceparent"] = traceParent;
        await _channel.BasicPublishAsync(
            Topology.Exchange, ProductWatched.Topic, mandatory: true, properties, body, ct);
    }

    /// <summary>The latest dead letter that has not been replayed.</summary>
    public async Task<(Dictionary<string, string> Headers, string Body)> DeadLetterAsync(string id)
    {
        var letter = await Eventually.WaitUntilAsync(
            () => FindAsync(id),
            letter => letter is not null,
            TimeSpan.FromSeconds(20),
            $"a dead letter {id}");
        return (letter!.Headers, letter.Body);
    }

    public async Task<bool> IsDeadAsync(string id) => await FindAsync(id) is not null;

    Task<Letter?> FindAsync(string id) => shop.Database.QuerySingleAsync<Letter>(
        $"""
        select headers::text, payload from messaging.dead_letters
        where consumer = {Consumer} and replayed_at is null and (message_id = {id} or headers ->> 'test-id' = {id})
        order by last_failed_at desc limit 1
        """, CancellationToken.None);

    sealed record Letter(Dictionary<string, string> Headers, string Body) : IRow<Letter>
    {
        public static Letter Read(RowReader row) => new(
            JsonSerializer.Deserialize<Dictionary<string, string>>(row.Get<string>())!,
            Encoding.UTF8.GetString(row.Get<byte[]>()));
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
