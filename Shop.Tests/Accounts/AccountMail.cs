using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Accounts;
using Shop.Messaging;

namespace Shop.Tests.Accounts;

/// <summary>Account messages from the broker, for tests that need a token that is otherwise only mailed.</summary>
public sealed class AccountMail(ShopFixture shop) : IAsyncLifetime
{
    readonly ConcurrentQueue<(string Topic, JsonNode Message)> _messages = new();
    IConnection _connection = null!;
    IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) };
        _connection = await factory.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync();
        var queue = await _channel.QueueDeclareAsync();
        await _channel.QueueBindAsync(queue.QueueName, Topology.Exchange, "accounts.#");
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, letter) =>
        {
            _messages.Enqueue((letter.RoutingKey, JsonNode.Parse(Encoding.UTF8.GetString(letter.Body.Span))!));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }

    public Task<string> VerificationTokenAsync(string email) => TokenAsync(AccountRegistered.Topic, email);

    public Task<string> ResetTokenAsync(string email) => TokenAsync(PasswordResetRequested.Topic, email);

    public int CountResetMails(string email) => MessagesTo(email, PasswordResetRequested.Topic).Count();

    async Task<string> TokenAsync(string topic, string email)
    {
        var message = await Eventually.WaitUntilAsync(
            () => Task.FromResult(MessagesTo(email, topic).LastOrDefault()),
            found => found is not null,
            TimeSpan.FromSeconds(20),
            $"{topic} for {email}");
        return (string)message!["token"]!;
    }

    IEnumerable<JsonNode> MessagesTo(string email, string topic) =>
        from sent in _messages
        where sent.Topic == topic && (string)sent.Message["email"]! == email
        select sent.Message;

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
