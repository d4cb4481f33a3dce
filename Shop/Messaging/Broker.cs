using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>
/// The one connection of this process, opened when first asked for and opened again when it was lost. Whoever uses it asks again after a failure, which
/// also brings the queues back when the broker has lost them: the client's own recovery would not.
/// </summary>
public sealed class Broker(IConnectionFactory factory, IEnumerable<Subscription> subscriptions) : IHealthCheck, IAsyncDisposable
{
    /// <summary>The name of the connection string.</summary>
    public const string Name = "rabbitmq";

    readonly SemaphoreSlim _gate = new(1);
    IConnection? _connection;

    public static void Configure(ConnectionFactory factory)
    {
        factory.AutomaticRecoveryEnabled = false;
        factory.TopologyRecoveryEnabled = false;
        factory.RequestedHeartbeat = TimeSpan.FromSeconds(10);
        factory.RequestedConnectionTimeout = TimeSpan.FromSeconds(2);
        factory.ContinuationTimeout = TimeSpan.FromSeconds(10);
    }

    public async Task<IChannel> OpenChannelAsync(ushort concurrency, CancellationToken ct)
    {
        var connection = await ConnectAsync(ct);
        // Confirms are awaited per batch by the caller; the client's own limit on how many are outstanding would only slow a batch down.
        return await connection.CreateChannelAsync(new(true, true, null, concurrency), ct);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await ConnectAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
#pragma warning disable CA1031 // Whatever keeps the broker from answering is the result of the check.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(context.Registration.FailureStatus, exception: e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _gate.Dispose();
    }

    async Task<IConnection> ConnectAsync(CancellationToken ct)
    {
        if (_connection is { IsOpen: true } open)
            return open;
        await _gate.WaitAsync(ct);
        try
        {
            if (_connection is { IsOpen: true } opened)
                return opened;
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = null;

            var connection = await factory.CreateConnectionAsync(ct);
            // Before anything is published: a message no queue is bound for is dropped by the broker without a word.
            if (subscriptions.Any())
                await using (var channel = await connection.CreateChannelAsync(cancellationToken: ct))
                    await Topology.DeclareAsync(channel, subscriptions, ct);
            return _connection = connection;
        }
        finally
        {
            _gate.Release();
        }
    }
}
