using System.Buffers.Binary;
using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>
/// The message id is the same at every delivery: derive ids and idempotency keys from it. The first attempt is 1.
/// </summary>
public sealed record MessageContext(Guid MessageId, int Attempt, string Consumer, NpgsqlDataSource Database)
{
    bool _isRecorded;

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
        var work = await InboxTransaction.BeginAsync(Database, ct);
        try
        {
            _isRecorded = true;
            if (await work.Connection.ExecuteAsync(Record, ct) == 1)
                return work;
        }
        catch
        {
            await work.DisposeAsync();
            throw;
        }
        await work.DisposeAsync();
        return null;
    }

    /// <summary>
    /// Records a message that was handled without a transaction of this context, so that an order's timeline shows who
    /// handled it. The consumer calls it, never a handler.
    /// </summary>
    internal async Task RecordHandledAsync(CancellationToken ct)
    {
        if (!_isRecorded)
            await Database.ExecuteAsync(Record, ct);
    }

    Sql Record => Sql.Of(
        $"insert into messaging.inbox (consumer, message_id) values ({Consumer}, {MessageId}) on conflict do nothing");
}

public sealed class InboxTransaction : IAsyncDisposable
{
    readonly NpgsqlTransaction _transaction;

    InboxTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (Connection, _transaction) = (connection, transaction);

    public NpgsqlConnection Connection { get; }

    internal static async Task<InboxTransaction> BeginAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            return new(connection, await connection.BeginTransactionAsync(ct));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task CommitAsync(CancellationToken ct) => _transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
