using System.Text;
using Npgsql;
using NpgsqlTypes;
using Shop.Database;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>The statements of staging, on a connection that holds <see cref="TicketLock"/>.</summary>
static class StagingStore
{
    // An item that has not changed is filtered out before the insert, because `on conflict do update` writes a lock
    // into each row that it finds. Equal bodies may have different hashes: members in another order.
    static readonly Sql Changed = Sql.Of(
        $"""
        select n.* from incoming n
        left join ticket_staging.items i on i.resource = n.resource and i.item_id = n.item_id
        where i.item_id is null or i.hash <> n.hash and i.updated_at <= n.updated_at and i.body <> n.body
        """);

    public static Task PrepareAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync(
        $"""
        create temporary table if not exists incoming (
            resource text, item_id bigint, hash bytea, body jsonb, updated_at timestamptz, deleted boolean,
            received_at timestamptz
        ) on commit delete rows
        """, ct);

    /// <summary>Stores a batch in one transaction, and returns the changed items of each resource.</summary>
    public static async Task<List<ChangedItems>> StoreAsync(
        NpgsqlConnection connection, Guid runId, StagingBatch batch, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CopyAsync(connection, batch.Items, ct);
        var changed = await MergeAsync(connection, runId, Changed, ct);
        await StoreAnswersAsync(connection, runId, batch.Answers, ct);
        if (batch.Pass is { } pass)
            await connection.ExecuteAsync(
                $"""
                update ticket_staging.sources
                set pass_began_at = {pass.BeganAt.ToUniversalTime()}, pass_since = {pass.Since?.ToUniversalTime()},
                    pass_after_id = {pass.AfterId}
                where resource = {pass.Resource.Spelling()}
                """, ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    /// <summary>Counts what storing the batch would change, and changes nothing.</summary>
    public static async Task<List<ChangedItems>> CompareAsync(
        NpgsqlConnection connection, StagingBatch batch, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CopyAsync(connection, batch.Items, ct);
        return await connection.QueryAsync<ChangedItems>(
            $"select resource, count(*) from ({Changed}) changed group by resource", ct);
    }

    /// <summary>
    /// Stores what a webhook brought. Webhooks overtake each other, so of two states from one second the first stays,
    /// and the next import finds the later one.
    /// </summary>
    public static async Task<bool> StoreAsync(
        NpgsqlConnection connection, Guid runId, StagedItem item, StagedAnswer answer, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var body = Encoding.UTF8.GetString(item.Body);
        var newer = Sql.Of(
            $"""
            select n.* from (select {item.Resource.Spelling()} as resource, {item.Id} as item_id, {item.Hash} as hash,
                {body}::jsonb as body, {item.UpdatedAt} as updated_at, {item.IsDeleted} as deleted,
                {item.ReceivedAt.ToUniversalTime()} as received_at) n
            where not exists (
                select from ticket_staging.items i
                where i.resource = n.resource and i.item_id = n.item_id and i.updated_at >= n.updated_at)
            """);
        var changed = await MergeAsync(connection, runId, newer, ct);
        await StoreAnswersAsync(connection, runId, [answer], ct);
        await transaction.CommitAsync(ct);
        return changed.Count > 0;
    }

    static async Task CopyAsync(NpgsqlConnection connection, List<StagedItem> items, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy incoming (resource, item_id, hash, body, updated_at, deleted, received_at) from stdin (format binary)
            """, ct);
        foreach (var item in items)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(item.Resource.Spelling(), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(item.Id, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(item.Hash, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(item.Body, NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(item.UpdatedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(item.IsDeleted, NpgsqlDbType.Boolean, ct);
            await copy.WriteAsync(item.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        }
        await copy.CompleteAsync(ct);
    }

    static Task<List<ChangedItems>> MergeAsync(
        NpgsqlConnection connection, Guid runId, Sql items, CancellationToken ct) =>
        connection.QueryAsync<ChangedItems>(
            $"""
            with merged as (
                insert into ticket_staging.items as i
                    (resource, item_id, hash, body, updated_at, deleted, run_id, received_at)
                select resource, item_id, hash, body, updated_at, deleted, {runId}, received_at from ({items}) changed
                on conflict (resource, item_id) do update
                set hash = excluded.hash, body = excluded.body, updated_at = excluded.updated_at,
                    deleted = excluded.deleted, run_id = excluded.run_id, received_at = excluded.received_at
                where i.updated_at <= excluded.updated_at
                returning resource, item_id
            ),
            noted as (insert into ticket_staging.changes (resource, item_id) select resource, item_id from merged)
            select resource, count(*) from merged group by resource
            """, ct);

    static async Task StoreAnswersAsync(
        NpgsqlConnection connection, Guid runId, List<StagedAnswer> answers, CancellationToken ct)
    {
        if (answers.Count == 0)
            return;
        var hashes = answers.ConvertAll(answer => answer.Hash).ToArray();
        var at = answers.ConvertAll(answer => answer.Answer.At.UtcDateTime).ToArray();
        await connection.ExecuteAsync(
            $"""
            insert into ticket_staging.bodies as b (hash, gzip, last_received_at)
            select distinct on (hash) hash, gzip, at
            from unnest({hashes}, {answers.ConvertAll(answer => answer.Gzip).ToArray()}, {at}) a (hash, gzip, at)
            order by hash, at desc
            on conflict (hash) do update set last_received_at = greatest(b.last_received_at, excluded.last_received_at)
            """, ct);
        await connection.ExecuteAsync(
            $"""
            insert into ticket_staging.answers (run_id, resource, path, filter, page, hash, received_at)
            select {runId}, resource, path, filter, page, hash, at
            from unnest(
                {answers.ConvertAll(answer => answer.Answer.Resource.Spelling()).ToArray()},
                {answers.ConvertAll(answer => answer.Answer.Path).ToArray()},
                {answers.ConvertAll(answer => answer.Answer.Filter).ToArray()},
                {answers.ConvertAll(answer => answer.Answer.Page).ToArray()}, {hashes}, {at})
                with ordinality a (resource, path, filter, page, hash, at, number)
            order by number
            """, ct);
    }

    internal static Sql OldAnswers(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"ticket_staging.answers"), Sql.Of($"received_at < now() - {age}"));

    internal static Sql OldBodies(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"ticket_staging.bodies"), Sql.Of($"last_received_at < now() - {age}"));
}

sealed record ChangedItems(QTicketsResource Resource, long Count) : IRow<ChangedItems>
{
    public static ChangedItems Read(RowReader row) => new(row.Named<QTicketsResource>(), row.Get<long>());
}
