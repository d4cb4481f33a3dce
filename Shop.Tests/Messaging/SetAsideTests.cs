using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using Shop.Messaging;

namespace Shop.Tests.Messaging;

public class SetAsideTests(ShopFixture shop)
{
    [Fact]
    public async Task A_message_that_cannot_be_set_aside_is_delivered_again()
    {
        var ct = TestContext.Current.CancellationToken;
        Refusing.Attempts = 0;
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) };
        Broker.Configure(factory);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<IConnectionFactory>(factory);
        builder.Services.AddSingleton(shop.Database);
        builder.Services.AddBroker();
        builder.Services.AddMessageHandler<Refusing, Unheard>();
        using var host = builder.Build();
        await host.StartAsync(ct);
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        var broker = host.Services.GetRequiredService<Broker>();
        await (await broker.OpenChannelAsync(1, ct)).DisposeAsync();
        try
        {
            await channel.QueueDeleteAsync(Topology.DeadLetters(Refusing.Consumer), cancellationToken: ct);
            var properties = new BasicProperties { MessageId = $"{Guid.CreateVersion7()}", Persistent = true };
            await channel.BasicPublishAsync("", Refusing.Consumer, mandatory: true, properties, "{}"u8.ToArray(), ct);

            await Eventually.WaitUntilAsync(
                () => Task.FromResult(Volatile.Read(ref Refusing.Attempts)),
                attempts => attempts > 1,
                TimeSpan.FromSeconds(30),
                "a second delivery");
        }
        finally
        {
            await host.StopAsync(ct);
            await channel.QueueDeleteAsync(Refusing.Consumer, cancellationToken: ct);
            await channel.QueueDeleteAsync(Topology.DeadLetters(Refusing.Consumer), cancellationToken: ct);
        }
    }

    // A topic of its own, on which nothing else is published.
    sealed record Unheard : IMessage<Unheard>
    {
        public static string Topic => "test.set_aside";

        public static JsonTypeInfo<Unheard> Json =>
            (JsonTypeInfo<Unheard>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Unheard));
    }

    sealed class Refusing : IMessageHandler<Unheard>
    {
        public static int Attempts;

        public static string Consumer => "test.set_aside";

        public Task HandleAsync(Unheard message, MessageContext context, CancellationToken ct)
        {
            Interlocked.Increment(ref Attempts);
            throw new ShopException(ErrorCode.Invalid, "Never.");
        }
    }
}
