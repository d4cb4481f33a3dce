using System.Security.Cryptography;
using RabbitMQ.Client;

namespace Bare;

/// <summary>
/// The same checkout with what must survive a kill, and nothing else of the shop: a row before and after each call that
/// moves money, goods or a mail, and for each of four consumers a quorum queue, a read of the order and an inbox row.
/// </summary>
sealed partial class Checkout
{
    const string Exchange = "bench.durable";
    const string ReadOrder = "select row_to_json(o)::text from orders.orders o where id = $1";
    const string Claim = "insert into bench.steps (id, order_id, what) values ($1, $2, $3)";

    const string Finish =
        """
        with done as (insert into bench.inbox (consumer, message_id) values ($2, $3))
        update bench.steps set status = 'done', answer = $2 where id = $1
        """;

    // The consumers and the topics of their messages.
    static readonly (string Queue, string Topic)[] Consumers =
    [
        ("bench.placed.mail", "placed"), ("bench.paid.mail", "paid"), ("bench.paid.parcel", "paid"),
        ("bench.paid.count", "paid")
    ];

    public async Task<Guid> PlaceDurablyAsync(Order wanted)
    {
        var id = await OrderCartAsync(wanted);
        await PublishAsync("placed", id);

        var payment = Guid.CreateVersion7();
        await ScalarAsync(ReadOrder, id);
        await ScalarAsync(
            $"with o as (update orders.orders set payment_status = 'pending' where id = $2) {Claim}",
            payment, id, "payment");
        await CallProviderAsync();
        await ScalarAsync("update bench.steps set answer = 'accepted' where id = $1", payment);

        await ScalarAsync("select order_id from bench.steps where id = $1", payment);
        for (var i = 0; i < CallsForConfirmation; i++)
            await CallProviderAsync();
        await ScalarAsync(
            """
            with paid as (update bench.steps set status = 'done' where id = $1 returning order_id),
            m as (insert into messaging.outbox (id, topic, payload) select $2, 'bench', '{}' from paid)
            update orders.orders set payment_status = 'paid', status = 'confirmed', expires_at = null
            where id = (select order_id from paid)
            """,
            payment, Guid.CreateVersion7());
        await PublishAsync("paid", id);
        return id;
    }

    async Task PublishAsync(string topic, Guid order)
    {
        var message = new BasicProperties { Persistent = true, MessageId = $"{Guid.CreateVersion7()}" };
        await channel.BasicPublishAsync(Exchange, topic, mandatory: true, message, order.ToByteArray());
    }

    async Task ConsumeDurablyAsync(IConnection rabbitmq)
    {
        await ScalarAsync(
            """
            create schema if not exists bench;
            create table if not exists bench.steps (
                id uuid primary key, order_id uuid not null, what text not null, status text not null default 'pending',
                answer text, at timestamptz not null default now()) with (fillfactor = 80);
            create table if not exists bench.inbox (consumer text, message_id uuid, primary key (consumer, message_id))
            """);
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Direct, durable: true);
        foreach (var (queue, topic) in Consumers)
        {
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await channel.QueueBindAsync(queue, Exchange, topic);
            await ConsumeAsync(rabbitmq, queue, (id, message) => HandleAsync(queue, id, message));
        }
    }

    async Task HandleAsync(string queue, Guid order, Guid message)
    {
        if (queue == "bench.paid.count")
        {
            await ScalarAsync(
                $"with done as (insert into bench.inbox (consumer, message_id) values ($4, $5)) {Claim}",
                Guid.CreateVersion7(), order, "count", queue, message);
            return;
        }
        await ScalarAsync(ReadOrder, order);
        var step = new Guid(SHA256.HashData([.. message.ToByteArray(), (byte)queue.Length]).AsSpan(0, 16));
        await ScalarAsync(Claim, step, order, queue);
        if (queue == "bench.paid.parcel")
        {
            for (var i = 0; i < CallsForShipment; i++)
                await CallProviderAsync();
            await ScalarAsync("update orders.orders set shipping_created = true where id = $1", order);
        }
        else
            await SendMailAsync();
        await ScalarAsync(Finish, step, queue, message);
    }

    public async Task DeleteQueuesAsync()
    {
        foreach (var (queue, _) in Consumers)
            await channel.QueueDeleteAsync(queue);
        await channel.ExchangeDeleteAsync(Exchange);
    }
}
