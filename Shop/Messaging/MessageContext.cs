using System.Buffers.Binary;
using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>
/// The message id is the same at every delivery: derive ids and idempotency keys from it. The first attempt is 1.
/// </summary>
public sealed record MessageContext(Guid MessageId, int Attempt, string Consumer, NpgsqlDataSource Database)
{
    /// <summary>When the message was written. A replayed message keeps its id and so its time.</summary>
    // A UUID of version 7 begins with the milliseconds since 1970, in 48 bits.
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(
        BinaryPrimitives.ReadInt64BigEndian(MessageId.ToByteArray(bigEndian: true)) >>> 16);

    /// <summary>
    /// Opens the transaction in which the message takes effect, and records the message in the inbox. Returns null when
    /// the message has already taken effect. A concurrent delivery of the same message waits here until this
    /// transaction ends. Call external services before it, never within.
    /// </summary>
    public async Task<InboxTransaction?> BeginAsync(CancellationToken ct)
    {
        var connection = await Database.OpenConnectionAsync(ct);
        var transaction = await connection.BeginTransactionAsync(ct);
        var work = new InboxTransaction(connection, transaction);
        if (await connection.ExecuteAsync(Record, ct) == 1)
            return work;
        await work.DisposeAsync();
        return null;
    }

    /// <summary>
    /// Records the message when its effect is stored elsewhere, so that an order's timeline shows who handled it.
    /// </summary>
    public Task RecordHandledAsync(CancellationToken ct) => Database.ExecuteAsync(Record, ct);

    Sql Record => Sql.Of(
        $"insert into messaging.inbox (consumer, message_id) values ({Consumer}, {MessageId}) on conflict do nothing");
}

public sealed class InboxTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
