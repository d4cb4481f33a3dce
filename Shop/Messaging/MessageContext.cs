using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>The message id is the same at every delivery: derive ids and idempotency keys from it. The first attempt is 1.</summary>
public sealed record MessageContext(Guid MessageId, int Attempt, string Consumer, NpgsqlDataSource Database)
{
    /// <summary>
    /// Opens the transaction in which the message takes effect, and which remembers that it has. Null when it already did. Another delivery of the
    /// same message waits here for this one to end. Call the outside world before, never within.
    /// </summary>
    public async Task<InboxTransaction?> BeginAsync(CancellationToken ct)
    {
        var connection = await Database.OpenConnectionAsync(ct);
        var transaction = await connection.BeginTransactionAsync(ct);
        var work = new InboxTransaction(connection, transaction);
        if (await connection.ExecuteAsync(Remember, ct) == 1)
            return work;
        await work.DisposeAsync();
        return null;
    }

    /// <summary>For a message whose effect is kept somewhere else, or outside: an order's timeline shows who has handled it.</summary>
    public Task RememberAsync(CancellationToken ct) => Database.ExecuteAsync(Remember, ct);

    Sql Remember => Sql.Of($"insert into messaging.inbox (consumer, message_id) values ({Consumer}, {MessageId}) on conflict do nothing");
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
