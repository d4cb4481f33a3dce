using System.Collections.Concurrent;
using System.Net.Mail;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace Bare;

/// <summary>
/// The bare minimum of a checkout on the same servers: two cart lines, the carriers' quotes, the order in one
/// statement, the payment and its confirmation, one message, and from that the shipment and the mails. It has no
/// authentication, checks, retries, stored provider responses, traces or events.
/// </summary>
sealed partial class Checkout(
    NpgsqlDataSource database,
    string byId,
    string order,
    IDatabase redis,
    IChannel channel,
    HttpClient provider,
    Uri smtp)
{
    // The shop makes as many (docs/performance.md).
    const int Quotes = 3;
    const int CallsForConfirmation = 2;
    const int CallsForShipment = 2;
    const int Mails = 2;
    const string Queue = "bench.bare";
    readonly ConcurrentBag<SmtpClient> _idleClients = [];

    public static async Task<Checkout> StartAsync(
        IConfiguration settings, NpgsqlDataSource database, string byId, string order)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(settings["redis"]!);
        var rabbitmq = await new ConnectionFactory { Uri = new(settings["rabbitmq"]!) }.CreateConnectionAsync();
        var channel = await rabbitmq.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: true, autoDelete: false);
        var provider = new HttpClient { BaseAddress = new(settings["provider"]!) };
        var smtp = new Uri(settings["smtp"]!);
        var checkout = new Checkout(database, byId, order, redis.GetDatabase(), channel, provider, smtp);
        if (settings.GetValue<bool>("durable"))
            await checkout.ConsumeDurablyAsync(rabbitmq);
        else
            await ConsumeAsync(rabbitmq, Queue, (id, _) => checkout.ShipAsync(id));
        return checkout;
    }

    /// <summary>Two cart lines, the quotes and the order.</summary>
    async Task<Guid> OrderCartAsync(Order wanted)
    {
        RedisKey cart = "bench:" + Guid.CreateVersion7();
        foreach (var line in wanted.Items)
        {
            await ScalarAsync(byId, line.ProductId);
            await redis.HashSetAsync(cart, line.ProductId.ToString(), line.Quantity);
        }
        await Task.WhenAll(Enumerable.Range(0, Quotes).Select(_ => CallProviderAsync()));
        await redis.HashGetAllAsync(cart);
        var id = Guid.CreateVersion7();
        var products = wanted.Items.Select(item => item.ProductId).ToArray();
        await ScalarAsync(order, id, wanted.UserId, products, Guid.CreateVersion7());
        await redis.KeyDeleteAsync(cart);
        return id;
    }

    public async Task<Guid> PlaceAsync(Order wanted)
    {
        var id = await OrderCartAsync(wanted);
        await CallProviderAsync();
        await ScalarAsync("update orders.orders set payment_status = 'pending' where id = $1", id);
        for (var i = 0; i < CallsForConfirmation; i++)
            await CallProviderAsync();
        await ScalarAsync(
            "update orders.orders set payment_status = 'paid', status = 'confirmed', expires_at = null where id = $1",
            id);
        var persistent = new BasicProperties { Persistent = true, MessageId = $"{Guid.CreateVersion7()}" };
        await channel.BasicPublishAsync("", Queue, mandatory: false, persistent, id.ToByteArray());
        return id;
    }

    async Task ShipAsync(Guid id)
    {
        for (var i = 0; i < CallsForShipment; i++)
            await CallProviderAsync();
        await ScalarAsync("update orders.orders set shipping_created = true where id = $1", id);
        for (var i = 0; i < Mails; i++)
            await SendMailAsync();
    }

    static async Task ConsumeAsync(IConnection rabbitmq, string queue, Func<Guid, Guid, Task> handle)
    {
        var incoming = await rabbitmq.CreateChannelAsync(
            new(
                publisherConfirmationsEnabled: false,
                publisherConfirmationTrackingEnabled: false,
                consumerDispatchConcurrency: 8));
        await incoming.BasicQosAsync(0, 50, global: false);
        var consumer = new AsyncEventingBasicConsumer(incoming);
        consumer.ReceivedAsync += async (_, message) =>
        {
            await handle(new(message.Body.Span), Guid.Parse(message.BasicProperties.MessageId!));
            await incoming.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await incoming.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    // A client keeps its connection for the next mail.
    async Task SendMailAsync()
    {
        var client = _idleClients.TryTake(out var idle) ? idle : new(smtp.Host, smtp.Port);
        await client.SendMailAsync("shop@example.com", "bench@example.com", "Заказ", "Спасибо за заказ.");
        _idleClients.Add(client);
    }

    async Task CallProviderAsync()
    {
        using var response = await provider.GetAsync(new Uri("__admin/health", UriKind.Relative));
        await response.Content.ReadAsByteArrayAsync();
    }

    async Task ScalarAsync(string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await command.ExecuteScalarAsync();
    }
}
