using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>
/// The one connection of this process, opened on first use and reopened after it is lost. Callers retry after a
/// failure. The client's own recovery stays off, because it would not redeclare queues that the broker has lost.
/// </summary>
public sealed class Broker(IConnectionFactory factory, IEnumerable<Subscription> subscriptions)
    : IHealthCheck, IAsyncDisposable
{
    /// <summary>The name of the connection string.</summary>
    public const string Name = "rabbitmq";

    readonly Lock _lock = new();
    readonly CancellationTokenSource _disposed = new();
    IConnection? _connection;
    Task<IConnection>? _attempt;

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
        // The caller awaits confirms per batch. The client's own limit on outstanding confirms would only slow it down.
        return await connection.CreateChannelAsync(new(true, true, null, concurrency), ct);
    }

    /// <summary>
    /// The queues of this process's consumers and those of the retries, with the number of waiting messages. Empty
    /// without consumers.
    /// </summary>
    public async Task<List<(string Queue, uint Messages)>> QueuesAsync(CancellationToken ct)
    {
        var depths = new List<(string, uint)>();
        if (!subscriptions.Any())
            return depths;
        await using var channel = await OpenChannelAsync(1, ct);
        foreach (var queue in subscriptions.Select(subscription => subscription.Consumer).Concat(Topology.RetryQueues))
            depths.Add((queue, await channel.MessageCountAsync(queue, ct)));
        return depths;
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        try
        {
            await ConnectAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
#pragma warning disable CA1031 // Any failure to reach the broker is the result of the check.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(context.Registration.FailureStatus, exception: e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        if (_attempt is not null)
            await ((Task)_attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null)
            await _connection.DisposeAsync();
        _disposed.Dispose();
    }

    // All callers share one attempt and its failure: a process has a dozen consumers, and each would try on its own
    // while the broker boots.
    Task<IConnection> ConnectAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_attempt is null || (_attempt.IsCompleted && _connection is not { IsOpen: true }))
                _attempt = OpenAsync();
            return _attempt.WaitAsync(ct);
        }
    }

    async Task<IConnection> OpenAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;

        var connection = await factory.CreateConnectionAsync(_disposed.Token);
        try
        {
            // Before anything is published: the broker silently drops a message that no queue is bound for.
            if (subscriptions.Any())
                await using (var channel = await connection.CreateChannelAsync(cancellationToken: _disposed.Token))
                    await Topology.DeclareAsync(channel, subscriptions, _disposed.Token);
            return _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
