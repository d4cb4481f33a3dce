using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Accounts;
using Shop.Messaging;

namespace Shop.Tests.Accounts;

/// <summary>What the shop tells of accounts on the broker, for tests that need the token that otherwise only the mail has.</summary>
public sealed class AccountMail(ShopFixture shop) : IAsyncLifetime
{
    readonly ConcurrentQueue<(string Topic, JsonNode Message)> _told = new();
    IConnection _connection = null!;
    IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync("rabbitmq")) }.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync();
        var queue = await _channel.QueueDeclareAsync();
        await _channel.QueueBindAsync(queue.QueueName, Topology.Exchange, "accounts.#");
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, letter) =>
        {
            _told.Enqueue((letter.RoutingKey, JsonNode.Parse(Encoding.UTF8.GetString(letter.Body.Span))!));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }

    public Task<string> VerificationTokenAsync(string email) => TokenAsync(AccountRegistered.Topic, email);

    public Task<string> ResetTokenAsync(string email) => TokenAsync(PasswordResetRequested.Topic, email);

    public int ResetsToldTo(string email) => _told.Count(told => told.Topic == PasswordResetRequested.Topic && (string)told.Message["email"]! == email);

    async Task<string> TokenAsync(string topic, string email)
    {
        var message = await Eventually.BecomesAsync(() => Task.FromResult(_told.LastOrDefault(told => told.Topic == topic && (string)told.Message["email"]! == email).Message),
            found => found is not null, TimeSpan.FromSeconds(20), $"{topic} for {email}");
        return (string)message!["token"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
