using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using RabbitMQ.Client;
using Shop.Audit;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>
/// A message that its consumer could not handle. The payload is decoded as UTF-8, as far as it is text.
/// </summary>
public sealed record DeadLetter(
    Guid Id,
    string Consumer,
    string? MessageId,
    string Topic,
    string? Reason,
    int Attempts,
    DateTimeOffset FirstFailedAt,
    DateTimeOffset LastFailedAt,
    DateTimeOffset? RequestedAt,
    string Payload,
    string? TraceId = null) : IRow<DeadLetter>
{
    // traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
    internal static readonly Sql Columns = Sql.Of(
        $$"""
        id, consumer, message_id, topic, reason, attempts, first_failed_at, last_failed_at, requested_at, payload,
        substring(headers ->> {{MessageHeaders.TraceParent}} from '^[0-9a-f]{2}-([0-9a-f]{32})-')
        """);

    public static DeadLetter Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<int>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        Encoding.UTF8.GetString(row.Get<byte[]>()),
        row.TextOrNull());
}

/// <summary>The number of waiting letters of a consumer, and the time of the first failure.</summary>
public sealed record WaitingLetters(string Consumer, long Letters, DateTimeOffset Since) : IRow<WaitingLetters>
{
    public static WaitingLetters Read(RowReader row) =>
        new(row.Get<string>(), row.Get<long>(), row.Get<DateTimeOffset>());
}

/// <summary>Asks a worker to replay the marked letters of this consumer.</summary>
public sealed record ReplayRequested(string Consumer) : IMessage<ReplayRequested>
{
    public static string Topic => "messaging.replay_requested";
    public static JsonTypeInfo<ReplayRequested> Json => MessagingJson.Default.ReplayRequested;
}

public sealed record ReplayAccepted(int Letters);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(List<DeadLetter>))]
[JsonSerializable(typeof(List<WaitingLetters>))]
[JsonSerializable(typeof(ReplayRequested))]
[JsonSerializable(typeof(ReplayAccepted))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class MessagingJson : JsonSerializerContext;

public sealed class DeadLetters(NpgsqlDataSource database)
{
    /// <summary>
    /// The letters that have not been replayed, latest first. Without a consumer, the letters of all consumers.
    /// </summary>
    public Task<(long Total, List<DeadLetter> Letters)> ListAsync(
        string? consumer, int page, int limit, CancellationToken ct)
    {
        var filter = Sql.Of($"replayed_at is null");
        if (consumer is not null)
            filter.AppendFormatted(Sql.Of($" and consumer = {consumer}"));
        return database.QueryPageAsync<DeadLetter>(
            $"select count(*) from messaging.dead_letters where {filter}",
            $"""
            select {DeadLetter.Columns} from messaging.dead_letters where {filter}
            order by last_failed_at desc, id limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    public Task<DeadLetter?> FindAsync(string consumer, Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<DeadLetter>(
            $"""
            select {DeadLetter.Columns} from messaging.dead_letters
            where id = {id} and consumer = {consumer} and replayed_at is null
            """, ct);

    public Task<List<WaitingLetters>> QueuesAsync(CancellationToken ct) => database.QueryAsync<WaitingLetters>(
        $"""
        select consumer, count(*), min(first_failed_at) from messaging.dead_letters
        where replayed_at is null group by consumer order by consumer
        """, ct);

    /// <summary>
    /// Marks one letter of the consumer, or all of them, and notifies a worker. Returns the number of marked letters.
    /// </summary>
    public async Task<int> RequestReplayAsync(string consumer, Guid? id, NewAuditEntry? act, CancellationToken ct) =>
        (int)await database.ScalarAsync<long>(
            $"""
            with marked as (
                update messaging.dead_letters set requested_at = now()
                where consumer = {consumer} and replayed_at is null and ({id}::uuid is null or id = {id})
                returning id
            ),
            outbox as ({Outbox.Insert(new ReplayRequested(consumer), Sql.Of($"(select from marked limit 1) once"))})
            {NewAuditEntry.With(act, Sql.Of($"marked"))}
            select count(*) from marked
            """, ct);

    internal async Task AddAsync(
        DeadLetter letter, string headers, ReadOnlyMemory<byte> payload, CancellationToken ct) =>
        await database.ExecuteAsync(
            $"""
            insert into messaging.dead_letters
                (id, consumer, message_id, topic, reason, attempts, first_failed_at, last_failed_at, payload, headers)
            values ({letter.Id}, {letter.Consumer}, {letter.MessageId}, {letter.Topic}, {letter.Reason},
                {letter.Attempts}, {letter.FirstFailedAt}, {letter.LastFailedAt}, {payload.ToArray()}, {headers}::json)
            on conflict (id) do nothing
            """, ct);

    /// <summary>
    /// Puts the marked letters directly into the queue of their consumer only, with their attempts reset. They keep
    /// their message ids, so an effect that was already committed does not happen again. Returns how many.
    /// </summary>
    public async Task<int> ReplayAsync(IChannel channel, string consumer, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var letters = await connection.QueryAsync<ReplayRow>(
            $"""
            update messaging.dead_letters set replayed_at = now()
            where id = any (array(
                select id from messaging.dead_letters
                where consumer = {consumer} and requested_at is not null and replayed_at is null
                order by first_failed_at limit {limit} for update skip locked))
            returning message_id, topic, headers ->> {MessageHeaders.TraceParent}, payload
            """, ct);
        await Task.WhenAll(letters.Select(async letter =>
        {
            var properties = MessageHeaders.ForReplay(letter.MessageId, letter.Topic, letter.TraceParent);
            await channel.BasicPublishAsync("", consumer, mandatory: true, properties, letter.Payload, ct);
        }));
        await transaction.CommitAsync(ct);
        return letters.Count;
    }

    /// <summary>Redeliveries happen within hours, so after a month nothing needs the ids.</summary>
    internal static Sql OldInbox(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"messaging.inbox"), Sql.Of($"handled_at < now() - {age}"));

    /// <summary>A letter that waits is kept longer than one that was replayed.</summary>
    internal static Sql OldLetters(TimeSpan replayed, TimeSpan waiting) => OldRows.Delete(
        Sql.Of($"messaging.dead_letters"),
        Sql.Of($"(replayed_at < now() - {replayed} or last_failed_at < now() - {waiting})"));

    sealed record ReplayRow(string? MessageId, string Topic, string? TraceParent, byte[] Payload) : IRow<ReplayRow>
    {
        public static ReplayRow Read(RowReader row) =>
            new(row.TextOrNull(), row.Get<string>(), row.TextOrNull(), row.Get<byte[]>());
    }
}
