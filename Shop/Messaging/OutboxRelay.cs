using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>
/// Moves rows from the outbox to the broker. A batch is deleted and published in one transaction, which commits after
/// the broker has confirmed every message. After a crash in between, the batch is sent again under the same message
/// ids. Any number of relays may run.
/// </summary>
sealed class OutboxRelay(NpgsqlDataSource database, Broker broker, ILogger<OutboxRelay> logger)
    : RestartingBackgroundService(logger)
{
    const int BatchSize = 500;

    // The delay after each consecutive poll that found nothing. While messages keep coming, 100 ms give ten polls a
    // second and need no notification: a batch of few messages costs hardly more than one message. From the second
    // empty poll on, writers send NOTIFY. The later polls find a row whose transaction began before is_idle was set, or
    // whose NOTIFY came while the LISTEN connection was being replaced.
    static readonly TimeSpan[] PollDelays =
    [
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(20),
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromSeconds(1)
    ];

    readonly SemaphoreSlim _wake = new(0, 1);

    protected override async Task RunAsync(CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var channel = await broker.OpenChannelAsync(1, ct);
        var listening = ListenAsync(ended.Token);
        try
        {
            for (var empty = 0; !listening.IsCompleted; empty = Math.Min(empty + 1, PollDelays.Length))
            {
                int moved;
                do
                {
                    moved = await RelayBatchAsync(channel, ct);
                    if (moved > 0)
                        empty = 0;
                }
                while (moved == BatchSize);
                ReportRunning();
                if (empty == 1)
                    await database.ExecuteAsync($"update messaging.relay set is_idle = true where not is_idle", ct);
                if (await _wake.WaitAsync(PollDelays[Math.Min(empty, PollDelays.Length - 1)], ct))
                    empty = -1;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await listening;
        }
    }

    async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, _) =>
        {
            // One wake-up covers a burst of notifications.
            if (_wake.CurrentCount == 0)
                _wake.Release();
        };
        await connection.ExecuteAsync($"listen outbox", ct);
        try
        {
            while (true)
                await connection.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // The pool would hand this session out again with its LISTEN still active.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    async Task<int> RelayBatchAsync(IChannel channel, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var batch = await connection.QueryAsync<Row>(
            $"""
            delete from messaging.outbox
            where id = any (array(select id from messaging.outbox order by id limit {BatchSize} for update skip locked))
            returning id, topic, payload, traceparent
            """, ct);
        if (batch.Count == 0)
            return 0;

        batch.Sort((a, b) => a.Id.CompareTo(b.Id));
        await Task.WhenAll(batch.Select(row => PublishAsync(channel, row, ct)));
        await transaction.CommitAsync(ct);
        MessageMetrics.Relayed(batch.Count);
        return batch.Count;
    }

    static async Task PublishAsync(IChannel channel, Row row, CancellationToken ct)
    {
        using var span = MessagingSpans.Publish(row.Topic, row.Id, row.TraceParent);
        var trace = span?.Id ?? row.TraceParent;
        var properties = new BasicProperties
        {
            Persistent = true,
            ContentType = "application/json",
            MessageId = row.Id.ToString(),
            Type = row.Topic,
            Headers = trace is null ? null : new Dictionary<string, object?> { [MessageHeaders.TraceParent] = trace }
        };
        try
        {
            await channel.BasicPublishAsync(
                Topology.Exchange, row.Topic, mandatory: false, properties, row.Payload, ct);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }

    sealed record Row(Guid Id, string Topic, byte[] Payload, string? TraceParent) : IRow<Row>
    {
        public static Row Read(RowReader row) =>
            new(row.Get<Guid>(), row.Get<string>(), row.Get<byte[]>(), row.TextOrNull());
    }
}
