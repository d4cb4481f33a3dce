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

    /// <summary>One row in the statement of <see cref="ExecuteOnceAsync"/>, or none at a further delivery.</summary>
    public Sql First { get; } = Sql.Of($"first_delivery");

    /// <summary>
    /// Executes a change that is made once for each row of <see cref="First"/>, and records the message in the inbox,
    /// in one statement. A concurrent delivery of the same message waits here until this one has ended.
    /// </summary>
    public async Task ExecuteOnceAsync(Sql change, CancellationToken ct)
    {
        await Database.ExecuteAsync($"with first_delivery as ({Record} returning message_id) {change}", ct);
        _isRecorded = true;
    }

    /// <summary>
    /// A CTE for the last statement of a handler, which records the message if <paramref name="done"/> has a row. The
    /// handler calls <see cref="Recorded"/> afterwards, which saves the consumer a statement.
    /// </summary>
    public Sql RecordWith(Sql done) => Sql.Of(
        $"""
        recorded as (
            insert into messaging.inbox (consumer, message_id)
            select {Consumer}, {MessageId} where exists {done} on conflict do nothing
        )
        """);

    public void Recorded() => _isRecorded = true;

    /// <summary>
    /// Records a message that was handled in another way, so that an order's timeline shows who handled it. The
    /// consumer calls it, never a handler.
    /// </summary>
    internal async Task RecordHandledAsync(CancellationToken ct)
    {
        if (!_isRecorded)
            await Database.ExecuteAsync(Record, ct);
    }

    Sql Record => Sql.Of(
        $"insert into messaging.inbox (consumer, message_id) values ({Consumer}, {MessageId}) on conflict do nothing");
}
