using System.Collections.Concurrent;
using System.Net.Mail;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace Bare;

/// <summary>
/// The least that a whole checkout is made of on the same servers: both lines into the cart, the carriers' quotes, the order in its one statement, the payment
/// and its confirmation, one message, and behind it the shipment and the mails. Nobody is who they say, nothing is checked, asked again, kept of a provider's
/// answer, traced or told to anybody.
/// </summary>
sealed class Checkout(NpgsqlDataSource database, string byId, string order, IDatabase redis, IChannel channel, HttpClient provider, Uri smtp)
{
    // As many as the shop makes: docs/performance.md.
    const int Quotes = 4;
    const int CallsForShipment = 3;
    const int Mails = 3;
    const string Queue = "bench.bare";
    readonly ConcurrentBag<SmtpClient> _clients = [];

    public static async Task<Checkout> StartAsync(IConfiguration settings, NpgsqlDataSource database, string byId, string order)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(settings["redis"]!);
        var rabbitmq = await new ConnectionFactory { Uri = new(settings["rabbitmq"]!) }.CreateConnectionAsync();
        var channel = await rabbitmq.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: true, autoDelete: false);
        var checkout = new Checkout(database, byId, order, redis.GetDatabase(), channel, new() { BaseAddress = new(settings["provider"]!) }, new(settings["smtp"]!));
        await checkout.ShipAsync(rabbitmq);
        return checkout;
    }

    public async Task<Guid> PlaceAsync(Order wanted)
    {
        RedisKey cart = "bench:" + Guid.CreateVersion7();
        foreach (var line in wanted.Items)
        {
            await ScalarAsync(byId, line.ProductId);
            await redis.HashSetAsync(cart, line.ProductId.ToString(), line.Quantity);
        }
        await Task.WhenAll(Enumerable.Range(0, Quotes).Select(_ => AskAsync()));
        await redis.HashGetAllAsync(cart);
        var id = Guid.CreateVersion7();
        await ScalarAsync(order, id, wanted.UserId, wanted.Items.Select(item => item.ProductId).ToArray(), Guid.CreateVersion7());
        await redis.KeyDeleteAsync(cart);
        await AskAsync();
        await ScalarAsync("update orders.orders set payment_status = 'pending' where id = $1", id);
        await AskAsync();
        await ScalarAsync("update orders.orders set payment_status = 'paid', status = 'confirmed', expires_at = null where id = $1", id);
        await channel.BasicPublishAsync("", Queue, mandatory: false, new BasicProperties { Persistent = true }, id.ToByteArray());
        return id;
    }

    async Task ShipAsync(IConnection rabbitmq)
    {
        var incoming = await rabbitmq.CreateChannelAsync(new(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: 8));
        await incoming.BasicQosAsync(0, 50, global: false);
        var consumer = new AsyncEventingBasicConsumer(incoming);
        consumer.ReceivedAsync += async (_, message) =>
        {
            for (var i = 0; i < CallsForShipment; i++)
                await AskAsync();
            await ScalarAsync("update orders.orders set shipping_created = true where id = $1", new Guid(message.Body.Span));
            for (var i = 0; i < Mails; i++)
                await SendAsync();
            await incoming.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await incoming.BasicConsumeAsync(Queue, autoAck: false, consumer);
    }

    // A client keeps its connection for the next mail.
    async Task SendAsync()
    {
        var client = _clients.TryTake(out var idle) ? idle : new(smtp.Host, smtp.Port);
        await client.SendMailAsync("shop@example.com", "bench@example.com", "Заказ", "Спасибо за заказ.");
        _clients.Add(client);
    }

    async Task AskAsync()
    {
        using var answer = await provider.GetAsync(new Uri("__admin/health", UriKind.Relative));
        await answer.Content.ReadAsByteArrayAsync();
    }

    async Task ScalarAsync(string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await command.ExecuteScalarAsync();
    }
}
